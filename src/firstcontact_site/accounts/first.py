"""The first administrator, made on the command line."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from firstcontact.errors import UsageError
from firstcontact_site.accounts.actions import make_user
from firstcontact_site.accounts.audit import record
from firstcontact_site.accounts.roles import make_roles
from firstcontact_site.accounts.user import User


def refuse_second(another: bool) -> None:
    """Raises UsageError when there is an administrator: the first one invites the others."""
    if not another and User.objects.filter(groups__name="administrator", is_active=True).exists():
        raise UsageError(
            "The site has an administrator already. They invite others in the editor under Settings, People and roles. "
            "If all of them have lost their second factors: firstcontact site createadmin --another"
        )


@transaction.atomic
def make_administrator(email: str, password: str, *, another: bool = False) -> User:
    """Raises UsageError for an address or a password that the site does not take."""
    refuse_second(another)
    email = email.strip().lower()
    try:
        validate_email(email)
        validate_password(password, User(email=email))
    except ValidationError as refusal:
        raise UsageError(" ".join(refusal.messages)) from None
    if User.objects.filter(email=email).exists():
        raise UsageError("An account with this address exists already.")
    make_roles()
    user = make_user(email, password, ["administrator"])
    record("user.created", f"user:{user.pk}", {"roles": ["administrator"]}, actor="job:createadmin")
    return user
