"""Answers to forms in the CMS: to read and to take out, never to change."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button, HeaderButton

from firstcontact_site.accounts import audit
from firstcontact_site.accounts.rules import may, needs
from firstcontact_site.config.guard import csv_response
from firstcontact_site.content import form_actions
from firstcontact_site.content.forms import FormAnswer
from firstcontact_site.content.policies import RulePolicy
from firstcontact_site.words import language, lazy, text

RELEASE = "forms.release"
ON, OFF = "on", "off"


class AnswerList(IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("page")

    def get_list_more_buttons(self, instance: FormAnswer) -> list:
        buttons = super().get_list_more_buttons(instance)
        if instance.member and may(self.request.user, RELEASE):
            address = reverse("form_answers:member", args=[instance.pk])
            buttons.append(Button(_label(instance), url=address, icon_name="group", priority=50))
        return buttons

    @cached_property
    def header_buttons(self) -> list:
        return [HeaderButton(text("form_answers_export"), reverse("form_answers:export"), icon_name="download")]


class AnswerViewSet(ModelViewSet):
    model = FormAnswer
    icon = "form"
    name = url_namespace = "form_answers"
    url_prefix = "form-answers"
    menu_label = lazy("form_answers")
    add_to_admin_menu = True
    menu_order = 600
    index_view_class = AnswerList
    form_fields: list[str] = []
    list_display = ["page", "at", "language", "member", "shown_at"]
    list_filter = ["page", "language"]
    inspect_view_enabled = True
    inspect_view_fields = ["page", "at", "language", "said", "consent_text"]
    copy_view_enabled = False
    add_to_reference_index = False

    @property
    def permission_policy(self) -> RulePolicy:
        return RulePolicy(self.model, view="forms.read")

    def get_urlpatterns(self) -> list:
        own = [path("export/", export, name="export"), path("<int:pk>/member/", member, name="member")]
        return [*super().get_urlpatterns(), *own]


def _label(answer: FormAnswer) -> str:
    return text("form_member_hide" if answer.shown_at else "form_member_show", name=answer.member)


@needs(RELEASE)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then puts a name into the list of members or takes it out. The form says which: sent twice, it does the
    same."""
    answer = get_object_or_404(FormAnswer.objects.exclude(member=""), pk=pk)
    if request.method == "POST":
        form_actions.show_member(answer, request.POST.get("turn") == ON, audit.actor_of(request.user))
        return redirect("form_answers:index")
    turn = OFF if answer.shown_at else ON
    said = {"title": _label(answer), "page": answer.page, "turn": turn, "t": language()}
    return render(request, "accounts/cms/confirm.html", said, using="django")


@needs("forms.export", fresh=True)
def export(request: HttpRequest) -> HttpResponse:
    audit.record("form.exported", "form:all", actor=audit.actor_of(request.user))
    return table()


def table() -> HttpResponse:
    """All answers, a row for each question: forms have different questions."""
    header = ["answer", "form", "sent_at", "language", "question", "answer_text", "consent"]
    answers = FormAnswer.objects.select_related("page").order_by("pk")
    return csv_response("form-answers", header, (row for answer in answers for row in _rows(answer)))


def _rows(answer: FormAnswer) -> Iterator[list]:
    sent = answer.at.isoformat(timespec="seconds")
    for question, said in answer.values:
        yield [answer.pk, answer.page.title, sent, answer.language, question, said, answer.consent_text]
