"""Work of the sign-up room that repeats."""

from firstcontact_site.config.jobs import periodic
from firstcontact_site.signup import actions, alerts, joining, releasing


@periodic(minutes=10)
def expire() -> None:
    """Who did not confirm within 48 hours is forgotten."""
    actions.expire_old()
    joining.expire_old()


@periodic(minutes=5)
def alert() -> None:
    alerts.notice_release()
    alerts.notice_corrections()
    alerts.send_news()


@periodic(minutes=60)
def bundle() -> None:
    alerts.make_weekly()
    alerts.send_weekly()


@periodic(minutes=1)
def send_released_issues() -> None:
    releasing.send_issues()
