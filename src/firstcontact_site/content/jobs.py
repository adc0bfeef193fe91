"""Work of the content room that repeats."""

from firstcontact_site.config.jobs import periodic
from firstcontact_site.content import trees
from firstcontact_site.content.form_actions import erase_old


@periodic(minutes=60)
def erase_old_answers() -> None:
    erase_old()


@periodic(minutes=60)
def keep_trees_alike() -> None:
    trees.sync()
