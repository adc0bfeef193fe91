"""The audit log inside the editor, for auditors and administrators."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from firstcontact_site import words
from firstcontact_site.accounts.audit import actions, actor_of, record
from firstcontact_site.accounts.audit_check import AuditBroken, check
from firstcontact_site.accounts.audit_event import AuditEvent
from firstcontact_site.accounts.jobs import marks_file
from firstcontact_site.accounts.rules import needs
from firstcontact_site.config.exports import csv_response

PAGE_SIZE = 50
COLUMNS = ("seq", "at", "actor", "action", "object", "detail", "prev_hash", "hash")
FILTERS = ("action", "actor", "object")


@needs("audit.read")
def log(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "")[:200] for name in FILTERS}
    events = AuditEvent.objects.filter(**{k: v for k, v in chosen.items() if v}).order_by("-seq")
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    said = {"events": page, "chosen": chosen, "actions": sorted(actions()), "t": words.language()}
    return render(request, "accounts/cms/audit.html", said, using="django")


@needs("audit.read")
@require_POST
def check_chain(request: HttpRequest) -> HttpResponse:
    try:
        count = check(marks_file())
    except AuditBroken as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, words.text("account_cms_log_whole", count=count))
    record("audit.checked", "audit:log", actor=actor_of(request.user))
    return HttpResponseRedirect(reverse("audit_log"))


@needs("audit.export", fresh=True)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The whole log, as it is hashed."""
    record("audit.exported", "audit:log", actor=actor_of(request.user))
    return csv_response("audit", COLUMNS, map(_row, AuditEvent.objects.order_by("seq").iterator()))


def _row(event: AuditEvent) -> list:
    facts = event.facts() | {"detail": json.dumps(event.detail, sort_keys=True)}
    return [facts.get(name, getattr(event, name)) for name in COLUMNS]
