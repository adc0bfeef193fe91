"""People and roles, inside the editor, for administrators. Each change asks for a fresh second factor."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firstcontact_site import words
from firstcontact_site.accounts import actions
from firstcontact_site.accounts.forms import Invite, Roles
from firstcontact_site.accounts.invitation import Invitation
from firstcontact_site.accounts.rules import needs
from firstcontact_site.accounts.second_factor import FACTORS
from firstcontact_site.accounts.user import User


@needs("users.manage")
def people(request: HttpRequest) -> HttpResponse:
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    staff = User.objects.annotate(protected=Exists(factors)).prefetch_related("groups").order_by("email")
    opened = [i for i in Invitation.objects.filter(accepted_at=None, withdrawn_at=None) if i.is_open]
    return _page(request, "people", {"staff": staff, "invitations": opened})


@needs("users.manage", fresh=True)
def invite_somebody(request: HttpRequest) -> HttpResponse:
    form = Invite(request.POST or None, languages=settings.LANGUAGES, initial={"language": settings.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.invite(request.user, given["email"], given["roles"], given["language"])
        except ValidationError as refusal:
            form.add_error("email", refusal)
        else:
            return _done(request, "account_cms_invited")
    return _page(request, "form", {"form": form, "title": words.text("account_cms_invite")})


@needs("users.manage", fresh=True)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    form = Roles(request.POST or None, initial={"roles": [g.name for g in found.groups.all()]})
    if request.method == "POST" and form.is_valid():
        return _try(request, lambda: actions.change_roles(request.user, found, form.cleaned_data["roles"]))
    return _page(request, "form", {"form": form, "title": found.email, "person": found})


@needs("users.manage", fresh=True)
@require_POST
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    return _try(request, lambda: actions.withdraw(request.user, get_object_or_404(Invitation, pk=pk)))


@needs("users.manage", fresh=True)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _try(request, lambda: actions.disable(request.user, get_object_or_404(User, pk=pk)))


@needs("users.manage", fresh=True)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _try(request, lambda: actions.enable(request.user, get_object_or_404(User, pk=pk)))


def _try(request: HttpRequest, change) -> HttpResponse:
    """Actions roll back by themselves; a refusal is told where the person stands."""
    try:
        change()
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("people"))
    return _done(request, "account_cms_saved")


def _done(request: HttpRequest, key: str) -> HttpResponse:
    messages.success(request, words.text(key))
    return HttpResponseRedirect(reverse("people"))


def _page(request: HttpRequest, name: str, said: dict) -> HttpResponse:
    return render(request, f"accounts/cms/{name}.html", {"t": words.language()} | said, using="django")
