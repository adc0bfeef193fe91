"""Sign-in, second factor and sign-out. There is no sign-up: accounts are made by invitation.

Of allauth only the pages that this site uses have an address."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from firstcontact_site.accounts import views
from firstcontact_site.accounts.routes import SET_UP
from firstcontact_site.accounts.rules import public


def own(view):
    """For people who are signed in, with or without their second factor."""
    view.rule = SET_UP
    return view


urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="account_invitation"),
    path("login/", public(account.login), name="account_login"),
    path("logout/", own(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("password/reset/", public(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("password/change/", own(account.password_change), name="account_change_password"),
    path("reauthenticate/", own(account.reauthenticate), name="account_reauthenticate"),
    path("2fa/", own(factor.index), name="mfa_index"),
    path("2fa/authenticate/", public(factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", own(factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", own(views.ActivateApp.as_view()), name="mfa_activate_totp"),
    path("2fa/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/passkeys/", own(passkey.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", own(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("2fa/passkeys/confirm/", own(passkey.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", own(passkey.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/edit/", own(passkey.edit_webauthn), name="mfa_edit_webauthn"),
]
