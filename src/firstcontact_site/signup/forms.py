"""What strangers fill in: the newsletter's form, the choices of a subscriber, the form to join."""

from collections.abc import Iterable

from django import forms
from django.conf import settings

from firstcontact_site import words
from firstcontact_site.config.guard import GuardedForm
from firstcontact_site.signup.lists import LISTS, Followed

EACH, WEEKLY = "each", "weekly"
ROLES = ("patient", "clinician", "staff", "plan", "researcher", "student", "other")
HELP = ("story", "council", "events", "data", "spread")


class ChoicesForm(GuardedForm):
    """Lists, followed things, pace and language: the same for a new subscriber and for one who changes."""

    lists = forms.MultipleChoiceField(required=False)
    follow = forms.MultipleChoiceField(required=False)
    pace = forms.ChoiceField()
    language = forms.ChoiceField()

    def __init__(self, *args, followed: Iterable[Followed] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lists"].choices = [(name, words.text(f"signup_list_{name}")) for name in LISTS]
        self.fields["follow"].choices = [(f.choice, f.label) for f in followed]
        self.fields["pace"].choices = [(pace, words.text(f"signup_pace_{pace}")) for pace in (EACH, WEEKLY)]
        self.fields["language"].choices = settings.LANGUAGES

    def clean(self) -> dict:
        found = super().clean()
        if not found.get("lists") and not found.get("follow"):
            self.add_error("lists", words.text("signup_error_lists"))
        return found

    @property
    def choices(self) -> tuple[str, ...]:
        return (*self.cleaned_data["lists"], *self.cleaned_data["follow"])

    @property
    def weekly(self) -> bool:
        return self.cleaned_data["pace"] == WEEKLY


def _email() -> forms.EmailField:
    attributes = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
    wrong = words.lazy("signup_error_email")
    errors = {"required": wrong, "invalid": wrong}
    return forms.EmailField(max_length=254, widget=forms.EmailInput(attributes), error_messages=errors)


def _consent() -> forms.BooleanField:
    return forms.BooleanField(error_messages={"required": words.lazy("signup_error_consent")})


class NewsletterForm(ChoicesForm):
    email = _email()
    consent = _consent()


class JoinForm(GuardedForm):
    name = forms.CharField(
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": words.lazy("join_error_name")},
    )
    email = _email()
    role = forms.ChoiceField(error_messages={"required": words.lazy("join_error_role")})
    place = forms.CharField(max_length=120, required=False, widget=forms.TextInput({"autocomplete": "address-level2"}))
    help = forms.MultipleChoiceField(required=False)
    consent = _consent()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, words.text(f"join_role_{role}")) for role in ROLES]
        self.fields["help"].choices = [(way, words.text(f"join_help_{way}")) for way in HELP]
