"""Links that the site sends by mail, made for one look at the page behind them."""

from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse
from django.utils import timezone, translation

from firstcontact_site.accounts.invitation import Invitation, make_token
from firstcontact_site.accounts.user import User
from firstcontact_site.events import application_mails, mails
from firstcontact_site.events.actions import applications, registrations
from firstcontact_site.events.application import Application
from firstcontact_site.events.book import Registration
from firstcontact_site.events.models import EventPage, ProgrammePage
from firstcontact_site.mail import tokens
from firstcontact_site.mail.addresses import address_hash
from firstcontact_site.signup import joining
from firstcontact_site.signup.links import manage_path
from firstcontact_site.signup.subscription import CONSENT, Choice, Confirmation, Subscription
from firstcontact_site.signup.supporter import Supporter
from support.live_pages import COURSE, EVENT
from support.places import KEYHOLDER


def link(kind: str, language: str) -> str:
    """A path that works now, for a person who did not exist before."""
    with translation.override(language):
        return LINKS[kind](language)


def _email() -> str:
    return f"{uuid4().hex[:12]}@example.org"


def _subscription(language: str, state: str) -> Subscription:
    email, now = _email(), timezone.now()
    made = Subscription.objects.create(
        email=email, address_hash=address_hash(email), language=language, consent=CONSENT, state=state, asked_at=now
    )
    Choice.objects.create(subscription=made, kind="announcements")
    return made


def newsletter_confirm(language: str) -> str:
    waiting, (token, kept) = _subscription(language, "pending"), tokens.make()
    Confirmation.objects.create(
        subscription=waiting, token_hash=kept, choices=["data"], language=language, made_at=timezone.now()
    )
    return f"/{language}/newsletter/confirm/{token}/"


def preferences(language: str) -> str:
    return manage_path(_subscription(language, "active"))


def unsubscribed(language: str) -> str:
    return manage_path(_subscription(language, "unsubscribed"))


def _supporter(language: str) -> tuple[Supporter, str]:
    email, (token, kept) = _email(), tokens.make()
    facts = {"name": "A reader", "role": "patient", "language": language, "token_hash": kept}
    return Supporter.objects.create(email=email, address_hash=address_hash(email), **facts), token


def join_confirm(language: str) -> str:
    return f"/{language}/join/confirm/{_supporter(language)[1]}/"


def join_leave(language: str) -> str:
    return f"/{language}/join/leave/{tokens.signed(joining.KIND, _supporter(language)[0].pk)}/"


def _guest(language: str) -> Registration:
    event = EventPage.objects.get(slug=EVENT, locale__language_code=language)
    email = _email()
    registrations.register(event, name="A guest", email=email, language=language)
    return Registration.objects.get(email=email)


def event_confirm(language: str) -> str:
    return reverse("event-confirm", args=[tokens.signed(mails.CONFIRM, _guest(language).pk)])


def event_cancel(language: str) -> str:
    guest = _guest(language)
    registrations.confirm(guest)
    return reverse("event-cancel", args=[tokens.signed(mails.CANCEL, guest.pk)])


def event_nothing_to_cancel(language: str) -> str:
    return reverse("event-cancel", args=[tokens.signed(mails.CANCEL, _guest(language).pk)])


def application(language: str) -> str:
    course, email = ProgrammePage.objects.get(slug=COURSE, locale__language_code=language), _email()
    applications.start(course, name="An applicant", email=email, language=language)
    return application_mails.link_to(Application.objects.get(email=email))


def invitation(language: str) -> str:
    token, kept = make_token()
    administrator = User.objects.filter(groups__name="administrator").first()
    Invitation.objects.create(
        email=_email(), roles=["author"], language=language, token_hash=kept, invited_by=administrator
    )
    return reverse("account_invitation", args=[token])


def new_password(language: str) -> str:
    user = User.objects.filter(groups__name="administrator").first()
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def _passkey(name: str) -> str:
    key = Authenticator.objects.filter(user__email=f"{KEYHOLDER}@example.org", type=Authenticator.Type.WEBAUTHN).first()
    return reverse(name, args=[key.pk])


def passkey_edit(language: str) -> str:
    return _passkey("mfa_edit_webauthn")


def passkey_remove(language: str) -> str:
    return _passkey("mfa_remove_webauthn")


def fresh_codes(language: str) -> str:
    """The page of recovery codes of somebody who has not seen theirs."""
    user = User.objects.get(email="administrator@example.org")
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    return reverse("mfa_view_recovery_codes")


LINKS = {
    each.__name__: each
    for each in (
        newsletter_confirm,
        preferences,
        unsubscribed,
        join_confirm,
        join_leave,
        event_confirm,
        event_cancel,
        event_nothing_to_cancel,
        application,
        invitation,
        new_password,
        passkey_edit,
        passkey_remove,
        fresh_codes,
    )
}
