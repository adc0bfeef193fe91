"""Answers to forms in the CMS: to read and to take out, never to change."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import HeaderButton

from firstcontact_site.accounts import audit
from firstcontact_site.accounts.rules import needs
from firstcontact_site.config.guard import csv_response
from firstcontact_site.content.forms import FormAnswer
from firstcontact_site.content.policies import RulePolicy
from firstcontact_site.words import lazy, text


class AnswerList(IndexView):
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
    list_display = ["page", "at", "language"]
    list_filter = ["page", "language"]
    inspect_view_enabled = True
    inspect_view_fields = ["page", "at", "language", "said", "consent_text"]
    copy_view_enabled = False
    add_to_reference_index = False

    @property
    def permission_policy(self) -> RulePolicy:
        return RulePolicy(self.model, view="forms.read")

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("export/", export, name="export")]


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
