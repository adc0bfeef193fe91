"""Forms for guests and applicants. What an event or programme does not ask, its form does not have."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from firstcontact_site.config.guard import GuardedForm
from firstcontact_site.events.application import Application
from firstcontact_site.events.application_files import MEGABYTE, PER_APPLICATION, too_much
from firstcontact_site.events.event import EventPage
from firstcontact_site.events.programme import ProgrammePage
from firstcontact_site.events.questions import PdfField, fields_of
from firstcontact_site.words import language, lazy, text


def text_field(key: str, length: int, autocomplete: str, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=lazy(key), max_length=length, required=required, widget=widget)


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label=lazy("event_form_email"),
        help_text=lazy("event_form_email_help"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class RegistrationForm(GuardedForm):
    name = text_field("event_form_name", 120, "name")
    email = email_field()
    organisation = text_field("event_form_organisation", 160, "organization", required=False)
    needs = forms.CharField(
        label=lazy("event_form_needs"),
        help_text=lazy("event_form_needs_help"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent = forms.BooleanField()

    def __init__(self, event: EventPage, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in (("organisation", event.asks_organisation), ("needs", event.asks_needs)):
            if not asked:
                del self.fields[name]
        self.fields["consent"].label = text("event_form_consent", days=settings.EVENT_KEEP_DAYS)

    def answers(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


class StartForm(GuardedForm):
    """The first step of an application: the address is proved by the link that goes there."""

    name = text_field("event_form_name", 120, "name")
    email = email_field()
    consent = forms.BooleanField()

    def __init__(self, programme: ProgrammePage, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = text("programme_start_consent", days=programme.keep_days)


class ApplicationForm(GuardedForm):
    """The programme's own questions. A draft may leave anything open."""

    also = ("save", "submit")

    def __init__(self, programme: ProgrammePage, application: Application, *args, **kwargs) -> None:
        initial = {name: said["answer"] for name, said in application.answers.items()}
        super().__init__(*args, initial=initial | {"cohort": str(application.cohort or "")}, **kwargs)
        self.application = application
        self.kept = {file.field for file in application.files.all()}
        runs = programme.runs()
        if runs:
            self.fields["cohort"] = _cohort_field(runs)
        self.fields.update(fields_of(programme.questions))
        for name, field in self.fields.items():
            if name in self.kept:
                field.required = False
        if "save" in self.data:
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict:
        found = super().clean()
        files = {name: file for name, (_, file) in self.new_files().items()}
        if too_much(self.application, files):
            raise forms.ValidationError(text("programme_form_files_large", limit=PER_APPLICATION // MEGABYTE))
        return found

    @property
    def cohort(self) -> date | None:
        chosen = self.cleaned_data.get("cohort")
        return date.fromisoformat(chosen) if chosen else None

    def answers(self) -> dict[str, dict]:
        """Name -> the question as it was asked and what was answered; files apart."""
        given = {
            n: v for n, v in self.cleaned_data.items() if n != "cohort" and not isinstance(self.fields[n], PdfField)
        }
        return {name: {"question": str(self.fields[name].label), "answer": value} for name, value in given.items()}

    def new_files(self) -> dict[str, tuple[str, UploadedFile]]:
        fields = {name: field for name, field in self.fields.items() if isinstance(field, PdfField)}
        return {n: (str(f.label), self.cleaned_data[n]) for n, f in fields.items() if self.cleaned_data.get(n)}


def _cohort_field(runs: list[dict]) -> forms.ChoiceField:
    spoken = language()
    said = [
        (str(r["starts"]), spoken.text("programme_run", start=spoken.date(r["starts"]), end=spoken.date(r["ends"])))
        for r in runs
    ]
    return forms.ChoiceField(label=lazy("programme_form_cohort"), choices=[("", lazy("event_form_choose")), *said])
