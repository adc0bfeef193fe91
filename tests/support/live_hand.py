"""Inside the site under test: prepares and looks up what no visitor can. Run by live_site.Hand as a process of its own.

Each line of the input is a function's name and its arguments; each line of the output what it returned."""

import json
import os
import sys
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstcontact_site.config.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from support import live_links, live_pages, live_people  # noqa: E402


def mail_is_due() -> int:
    """The worker looks every few seconds what is due: now the mails are."""
    from firstcontact_site.config.models import JobRun

    return JobRun.objects.filter(name="mail.deliver_mail").update(due_at=timezone.now())


def purge() -> None:
    """Every page is made anew when it is asked for again."""
    from firstcontact_site.config.pagecache import purge as forget_copies

    transaction.on_commit(forget_copies)


def subscription_state(email: str) -> str:
    from firstcontact_site.mail.addresses import address_hash
    from firstcontact_site.signup.subscription import Subscription

    return Subscription.objects.get(address_hash=address_hash(email)).state


def registration_state(email: str) -> str:
    from firstcontact_site.events.book import Registration

    return Registration.objects.get(email=email).state


def application_of(email: str) -> dict:
    from firstcontact_site.events.application import Application

    found = Application.objects.prefetch_related("files").get(email=email)
    return {"state": found.state, "files": [file.size for file in found.files.all()]}


def page_id(path: str) -> int:
    """Number of the page at a path of the first language; its home page without one."""
    from firstcontact_site.content.models import HomePage
    from firstcontact_site.seed.planting import Planter

    home = HomePage.objects.order_by("path").first()
    return Planter(home).at(path).pk if path else home.pk


FUNCTIONS: dict[str, Callable] = {
    "furnish": live_pages.furnish,
    "page_types": live_pages.page_types,
    "type_of": live_pages.type_of,
    "page_id": page_id,
    "link": live_links.link,
    "person": live_people.person,
    "session": live_people.session,
    "mail_is_due": mail_is_due,
    "purge": purge,
    "subscription_state": subscription_state,
    "registration_state": registration_state,
    "application_of": application_of,
}


def serve() -> None:
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            with transaction.atomic():
                answer = {"value": FUNCTIONS[name](*arguments)}
        except Exception as failure:
            answer = {"error": f"{type(failure).__name__}: {failure}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
