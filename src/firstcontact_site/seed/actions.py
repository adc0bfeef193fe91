"""Loads the starting content. A second run finds everything in its place and changes nothing."""

from collections.abc import Callable

from django.db import transaction
from wagtail.models import Locale

from firstcontact_site.accounts import audit
from firstcontact_site.config.pagecache import purge
from firstcontact_site.config.setup import make_homes
from firstcontact_site.content.models import FeaturedTopic, HomePage, Spotlight
from firstcontact_site.content.told import tell as tell_results
from firstcontact_site.seed.pages import Tree
from firstcontact_site.seed.planting import key


def load(tell: Callable[[str], None] = print) -> int:
    """All languages of the site that the content has. `tell` gets a line for each language and each omission.
    Returns how many pages were missing."""
    with transaction.atomic():
        make_homes()
        made = sum(_language(home, tell) for home in HomePage.objects.select_related("locale").order_by("path"))
        if made:
            audit.record("seed.loaded", "seed:content", {"pages": made}, actor="job:seed")
        purge()
    tell_results()
    return made


def _language(home: HomePage, tell: Callable[[str], None]) -> int:
    tree = Tree(home)
    made = tree.grow() + _home(home, tree)
    made += _spotlights(home.locale, tree)
    for note in tree.notes:
        tell(note)
    tell(f"{home.locale.language_code}: {made} new")
    return made


def _home(home: HomePage, tree: Tree) -> int:
    """The words of a home page that has none."""
    if home.mission:
        return 0
    home.mission, home.lead = tree.given["home"]["mission"], tree.given["home"]["lead"]
    home.featured = [FeaturedTopic(topic=topic) for topic in tree.on([t["slug"] for t in tree.given["topics"]])[:4]]
    home.save_revision(log_action=False).publish(log_action=False)
    return 1


def _spotlights(locale: Locale, tree: Tree) -> int:
    made = 0
    for each in tree.given["spotlights"]:
        page = tree.planter.at(each["link"])
        where = {"page": page} if page else {"path": each["link"]}
        fields = {"title": each["title"], "sentence": each["sentence"], "order": each["order"], **where}
        same = {"locale": locale, "translation_key": key(f"spotlight {each['order']}")}
        made += Spotlight.objects.get_or_create(**same, defaults=fields)[1]
    return made
