"""Every form that somebody without an account can reach, each with values that it takes."""

from datetime import timedelta

from django.utils import timezone

GOOD = {"email": "a@example.org", "words": "We called twenty people a week and half of them came."}
OPEN = {
    "newsletter": "/en/newsletter/",
    "join": "/en/join/",
    "search": "/en/search/",
    "compare": "/en/compare/",
    "sign-in": "/en/accounts/login/",
    "reset": "/en/accounts/password/reset/",
}
MADE = ("contact", "registration", "programme", "application", "preferences", "story")


def addresses(home) -> dict[str, str]:
    """Name -> address, below this home page. `application` and `preferences` stand behind a signed link."""
    draft = _application(programme := _programme(home))
    return OPEN | {
        "contact": contact(home).url,
        "registration": f"{event(home).url}register/",
        "programme": programme.apply_url,
        "application": draft,
        "preferences": preferences(),
        "story": _story(home),
    }


def contact(home):
    from firstcontact_site.content.models import FormField, FormPage

    made = FormPage(title="Contact", slug="contact-form", thank_you="Thanks!", consent_text="You may keep it.")
    kinds = {"text": "Your name", "email": "E-mail", "choice": "About", "long": "Message", "consent": "Consent"}
    made.form_fields = [FormField(kind=k, label=label, choices="A question\nAn error") for k, label in kinds.items()]
    return home.add_child(instance=made)


def event(home):
    from firstcontact_site.events.models import EventIndex, EventPage

    index = home.add_child(instance=EventIndex(title="Events", slug="events", locale=home.locale))
    starts = timezone.now() + timedelta(days=7)
    said = {"title": "Meeting", "slug": "meeting", "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    return index.add_child(instance=EventPage(time_zone="America/New_York", place="Hall", locale=home.locale, **said))


def _programme(home):
    from firstcontact_site.events.models import ProgrammeIndex, ProgrammePage

    index = home.add_child(instance=ProgrammeIndex(title="Programs", slug="programs"))
    page = ProgrammePage(title="Course", slug="course", audience="professionals", takes_applications=True)
    given = {"question": "Why?", "help": "", "required": True}
    choice = given | {"options": ["North", "South"]}
    kinds = {"short": given, "long": given, "email": given, "choice": choice, "file": given, "consent": given}
    page.questions = [{"type": kind, "value": value} for kind, value in kinds.items()]
    return ProgrammePage.objects.get(pk=index.add_child(instance=page).pk)


def _application(programme) -> str:
    from firstcontact_site.events.actions import applications
    from firstcontact_site.events.application_mails import link_to
    from firstcontact_site.events.models import Application

    applications.start(programme, name="Applicant", email="applicant@example.org", language="en")
    return link_to(Application.objects.get(email="applicant@example.org"))


def preferences() -> str:
    from firstcontact_site.signup import actions
    from firstcontact_site.signup.links import manage_path
    from firstcontact_site.signup.subscription import Choice, Subscription

    actions.ask(actions.Wish("reader@example.org", ("data",), "en"))
    reader = Subscription.objects.get(email="reader@example.org")
    reader.state = Subscription.State.ACTIVE
    reader.save()
    Choice.objects.create(subscription=reader, kind="data")
    return manage_path(reader)


def _story(home) -> str:
    from support.site_library import strategy, strategy_index

    return strategy(strategy_index(home), "recall").story_url


def good(name: str, kind: str) -> str:
    """A value that a field of this name and kind takes."""
    return GOOD.get(name, GOOD["email"] if kind == "email" else "Anna")
