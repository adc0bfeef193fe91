"""Pages of accounts outside the editor: the invitation, the set-up of second factors, a lost form."""

from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from firstcontact_site.accounts.actions import accept, find_invitation
from firstcontact_site.accounts.forms import Accept
from firstcontact_site.accounts.rules import public


@public
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Unknown, used and old links answer the same."""
    request.private = True
    with transaction.atomic():
        found = find_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_ended.html", status=410, using="jinja2")
    form = Accept(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        user = accept(token, form.cleaned_data["name"], form.cleaned_data["password"])
        user.backend = "allauth.account.auth_backends.AuthenticationBackend"
        return perform_password_login(request, {"email": user.email}, Login(user=user))
    return render(request, "accounts/invitation.html", {"form": form, "email": found.email}, using="jinja2")


def _given(request: HttpRequest) -> None:
    """Making a factor has shown that the person holds it. The session gets a new number."""
    factor = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    newest = factor.latest("created_at")
    request.session.cycle_key()
    record_authentication(request, request.user, "mfa", id=newest.pk, type=newest.type)


class ActivateApp(ActivateTOTPView):
    def form_valid(self, form) -> HttpResponse:
        answer = super().form_valid(form)
        _given(self.request)
        return answer


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form) -> HttpResponse:
        answer = super().form_valid(form)
        _given(self.request)
        return answer


def lost_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old page, cookies switched off, or another site that sends forms in our name."""
    return render(request, "accounts/lost_form.html", status=403, using="jinja2")
