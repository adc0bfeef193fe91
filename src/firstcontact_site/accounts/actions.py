"""What changes accounts: invitations, roles, closing and opening. Each step is in the audit log."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from firstcontact_site import words
from firstcontact_site.accounts.audit import actor_of, record
from firstcontact_site.accounts.invitation import Invitation, hash_of, make_token
from firstcontact_site.accounts.letters import send
from firstcontact_site.accounts.rules import ROLES, may
from firstcontact_site.accounts.user import User


@transaction.atomic
def invite(by: User, email: str, roles: Iterable[str], language: str) -> Invitation:
    """Offers an account and mails the link. Raises ValidationError for an address that has an account."""
    _refuse_unless_manager(by)
    email, roles = email.strip().lower(), _known(roles)
    if _has_account(email):
        raise ValidationError(words.text("account_invite_known"))
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    token, token_hash = make_token()
    made = Invitation.objects.create(email=email, roles=roles, language=language, token_hash=token_hash, invited_by=by)
    send(email, "invitation", language, {"path": f"/{language}/accounts/invitation/{token}/"}, key=token_hash)
    record("invitation.sent", f"invitation:{made.pk}", {"roles": roles}, actor=actor_of(by))
    return made


def find_invitation(token: str) -> Invitation | None:
    """The open invitation of a link; None alike for unknown, used, withdrawn and old ones, and for an address that has
    got its account by another way."""
    found = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    return found if found and found.is_open and not _has_account(found.email) else None


@transaction.atomic
def accept(token: str, name: str, password: str) -> User:
    """Makes the account of an invitation. Raises PermissionDenied when the link is not good any more."""
    invitation = find_invitation(token)
    if invitation is None:
        raise PermissionDenied
    user = make_user(invitation.email, password, invitation.roles, name)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record("invitation.accepted", f"invitation:{invitation.pk}", {"user": user.pk}, actor=actor_of(user))
    return user


@transaction.atomic
def withdraw(by: User, invitation: Invitation) -> None:
    _refuse_unless_manager(by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", f"invitation:{invitation.pk}", actor=actor_of(by))


def make_user(email: str, password: str, roles: Iterable[str], name: str = "") -> User:
    """An account with a known address: the link or the command line has shown that it is theirs."""
    user = User.objects.create_user(email, password, first_name=name[:150], is_staff=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=_known(roles)))
    return user


@transaction.atomic
def change_roles(by: User, user: User, roles: Iterable[str]) -> None:
    """Nobody changes their own roles: an administrator who wants to publish asks another."""
    _refuse_unless_manager(by)
    if by.pk == user.pk:
        raise PermissionDenied(words.text("account_own_roles"))
    _hold_administrators()
    roles = _known(roles)
    before = sorted(user.groups.values_list("name", flat=True))
    user.groups.set(Group.objects.filter(name__in=roles))
    _refuse_last_administrator()
    end_sessions(user)
    record("user.roles_changed", f"user:{user.pk}", {"from": before, "to": roles}, actor=actor_of(by))


@transaction.atomic
def disable(by: User, user: User) -> None:
    """Closes an account and ends its sessions; nothing is deleted."""
    _refuse_unless_manager(by)
    if by.pk == user.pk:
        raise PermissionDenied(words.text("account_own_roles"))
    _hold_administrators()
    user.is_active = False
    user.save(update_fields=["is_active"])
    _refuse_last_administrator()
    end_sessions(user)
    record("user.disabled", f"user:{user.pk}", actor=actor_of(by))


@transaction.atomic
def enable(by: User, user: User) -> None:
    _refuse_unless_manager(by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("user.enabled", f"user:{user.pk}", actor=actor_of(by))


def end_sessions(user: User) -> None:
    """Staff are few: all sessions are read to find theirs."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def _has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def _refuse_unless_manager(by: User) -> None:
    if not may(by, "users.manage"):
        raise PermissionDenied


def _hold_administrators() -> None:
    """Of two administrators who take each other's role at once, the second one waits and then is the last."""
    Group.objects.select_for_update().get(name="administrator")


def _refuse_last_administrator() -> None:
    if not User.objects.filter(groups__name="administrator", is_active=True).exists():
        raise PermissionDenied(words.text("account_last_administrator"))


def _known(roles: Iterable[str]) -> list[str]:
    roles = sorted(set(roles))
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise ValidationError(f"Roles are {', '.join(ROLES)}; not {', '.join(unknown) or 'none'}.")
    return roles
