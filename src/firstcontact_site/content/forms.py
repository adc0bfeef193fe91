"""Pages with a form: a closed list of fields, answers kept for a stated time, a mail that carries none of them."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from firstcontact_site.config.guard import GuardedForm
from firstcontact_site.content import form_actions
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.form_views import answer_form
from firstcontact_site.words import lazy, text

SHORT, LONG = 200, 4000
MEMBER = "member"


class FieldKind(models.TextChoices):
    TEXT = "text", lazy("form_kind_text")
    EMAIL = "email", lazy("form_kind_email")
    CHOICE = "choice", lazy("form_kind_choice")
    LONG = "long", lazy("form_kind_long")
    CONSENT = "consent", lazy("form_kind_consent")


class FormPage(SitePage):
    """The consent text is stored with each answer: what a person agreed to stays readable when the page changes."""

    intro = RichTextField(blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"])
    consent_text = models.TextField(blank=True, max_length=600, help_text=lazy("form_consent_help"))
    thank_you = models.TextField(max_length=600)
    mail_to = models.EmailField(blank=True, help_text=lazy("form_mail_to_help"))
    members_text = models.CharField(max_length=300, blank=True, help_text=lazy("form_members_help"))
    keep_days = models.PositiveIntegerField(default=365, validators=[MinValueValidator(1), MaxValueValidator(3650)])

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("form_fields", heading=lazy("form_fields")),
        FieldPanel("consent_text"),
        FieldPanel("thank_you"),
        FieldPanel("members_text", heading=lazy("form_members")),
        MultiFieldPanel([FieldPanel("mail_to"), FieldPanel("keep_days")], heading=lazy("form_answers")),
    ]

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.source(request) or answer_form(
            request,
            self.form_class(),
            template="content/form.html",
            context=self.get_context(request) | {"members": self.members()},
            store=lambda cleaned: form_actions.store(self, cleaned),
            address=self.url,
        )

    def form_class(self) -> type[GuardedForm]:
        fields = {field.key: field.made(self.consent_text) for field in self.form_fields.all()}
        if self.members_text:
            fields[MEMBER] = forms.BooleanField(label=self.members_text, required=False)
        return type("PageForm", (GuardedForm,), fields)

    def members(self) -> list[str]:
        """Names of those who ticked that they may be named, and whom a moderator has let in; of all languages."""
        if not self.members_text:
            return []
        shown = FormAnswer.objects.filter(page__translation_key=self.translation_key, shown_at__isnull=False)
        return sorted(shown.values_list("member", flat=True), key=str.casefold)

    @property
    def name_field(self) -> "FormField | None":
        """The question whose answer is the name of a member."""
        found = [field for field in self.form_fields.all() if field.kind == FieldKind.TEXT]
        return next((f for f in found if f.autocomplete == "name"), found[0] if found else None)


class FormField(Orderable):
    """One question. The answer is stored under the question's words."""

    page = ParentalKey(FormPage, related_name="form_fields")
    kind = models.CharField(max_length=7, choices=FieldKind.choices, default=FieldKind.TEXT)
    label = models.CharField(max_length=200)
    help_text = models.CharField(max_length=300, blank=True)
    choices = models.TextField(blank=True, max_length=2000, help_text=lazy("form_choices_help"))
    required = models.BooleanField(default=True)
    autocomplete = models.CharField(
        max_length=12, blank=True, choices=[(k, k) for k in ("name", "email", "organization", "postal-code")]
    )

    @property
    def key(self) -> str:
        return f"field_{self.pk}"

    def made(self, consent_text: str) -> forms.Field:
        """The field of a Django form, with the browser's help in filling it."""
        said = {"label": self.label, "help_text": self.help_text, "required": self.required}
        said["error_messages"] = {"required": text("form_error_required", label=self.label)}
        attributes = {"autocomplete": self.autocomplete} if self.autocomplete else {}
        if self.kind == FieldKind.EMAIL:
            said["error_messages"]["invalid"] = text("form_error_email")
            return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}), **said)
        if self.kind == FieldKind.CHOICE:
            return forms.ChoiceField(choices=[("", text("form_choose")), *self._options()], **said)
        if self.kind == FieldKind.CONSENT:
            said |= {"label": consent_text or self.label, "required": True}
            return forms.BooleanField(error_messages={"required": text("form_error_consent")}, **_without(said))
        if self.kind == FieldKind.LONG:
            return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 6, **attributes}), **said)
        return forms.CharField(max_length=SHORT, widget=forms.TextInput(attrs=attributes), **said)

    def _options(self) -> list[tuple[str, str]]:
        return [(line.strip(), line.strip()) for line in self.choices.splitlines() if line.strip()]


def _without(said: dict) -> dict:
    return {name: value for name, value in said.items() if name != "error_messages"}


class FormAnswer(models.Model):
    """What one person sent. No address of the sender's machine is kept."""

    page = models.ForeignKey(FormPage, models.CASCADE, related_name="answers")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    language = models.CharField(max_length=8)
    consent_text = models.TextField(blank=True)
    member = models.CharField(max_length=SHORT, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    values = models.JSONField(default=list, help_text="Pairs of the question's words and the answer, in order.")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = lazy("form_answer")
        verbose_name_plural = lazy("form_answers")

    @property
    def said(self) -> str:
        """Questions and answers as lines, for the CMS."""
        return "\n".join(f"{question}: {answer}" for question, answer in self.values)

    def __str__(self) -> str:
        return f"{self.page.title}, {self.at:%Y-%m-%d %H:%M}"
