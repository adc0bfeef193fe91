"""Work of the sign-up room that repeats."""

from firstcontact_site.config.jobs import periodic
from firstcontact_site.signup import actions, joining


@periodic(minutes=10)
def expire() -> None:
    """Who did not confirm within 48 hours is forgotten."""
    actions.expire_old()
    joining.expire_old()
