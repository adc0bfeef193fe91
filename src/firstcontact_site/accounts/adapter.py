"""How this site signs people in: no sign-up, our words, our mails, every try in the audit log, secrets encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from firstcontact_site import words
from firstcontact_site.accounts.audit import ANONYMOUS, record
from firstcontact_site.accounts.letters import send
from firstcontact_site.accounts.user import User
from firstcontact_site.config.limits import address

SAID = {
    "account_inactive": "account_error_wrong",
    "email_password_mismatch": "account_error_wrong",
    "invalid_login": "account_error_wrong",
    "too_many_login_attempts": "account_error_wait",
    "rate_limited": "account_error_wait",
    "incorrect_password": "account_error_password",
    "enter_current_password": "account_error_password",
    "incorrect_code": "account_error_code",
    "invalid_password_reset": "account_error_link",
    "cannot_delete_authenticator": "account_error_last_factor",
}
MESSAGES = {
    "account/messages/password_changed.txt": "account_done_password",
    "mfa/messages/totp_activated.txt": "account_done_totp",
    "mfa/messages/totp_deactivated.txt": "account_done_totp_off",
    "mfa/messages/recovery_codes_generated.txt": "account_done_codes",
    "mfa/messages/webauthn_added.txt": "account_done_passkey",
    "mfa/messages/webauthn_removed.txt": "account_done_passkey_off",
    "account/messages/logged_out.txt": "account_done_out",
}
NOTICES = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "codes",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {name: words.lazy(key) for name, key in SAID.items()}

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request) -> str:
        return address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """accounts.middleware asks for a fresh second factor before these pages; a password is not enough."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site without a host: what stands behind `next` never leads away."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def authenticate(self, request, **credentials):
        try:
            user = super().authenticate(request, **credentials)
        except ValidationError:
            record("sign_in.limited", _about(credentials), actor=ANONYMOUS)
            raise
        if user is not None and user.is_active:
            return user
        record("sign_in.failed", _about(credentials), actor=ANONYMOUS)
        return None

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        key = MESSAGES.get(message_template)
        if message or key:
            messages.add_message(request, level, message or words.text(key), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """The two kinds of mail that this site sends from sign-in: the link of a reset, and a notice of a change."""
        language = translation.get_language()
        if template_prefix == "account/email/password_reset_key":
            link = context["password_reset_url"]
            send(email, "reset", language, {"path": link}, key=hashlib.sha256(link.encode()).hexdigest())
        elif template_prefix in NOTICES:
            key = hashlib.sha256(f"{email} {timezone.now().isoformat()}".encode()).hexdigest()
            send(email, "notice", language, {"kind": NOTICES[template_prefix]}, key=key)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        self.send_mail(template_prefix, email or user.email, context or {})


def _about(credentials: dict) -> str:
    """The account that was tried, by its number; `unknown` for a name that has none."""
    pk = User.objects.filter(email__iexact=credentials.get("email") or "").values_list("pk", flat=True).first()
    return f"user:{pk or 'unknown'}"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {name: words.lazy(key) for name, key in SAID.items()}

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type) -> str:
        return words.text("account_passkey_name", day=words.language().date(timezone.now().date()))


def _fernet() -> Fernet:
    """From the site's secret key: a copy of the database alone does not give the second factors away."""
    key = hashlib.sha256(b"second factor " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
