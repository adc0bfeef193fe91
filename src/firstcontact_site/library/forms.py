"""The form in which a practice tells what it did."""

from django import forms

from firstcontact_site.config.guard import GuardedForm
from firstcontact_site.library.actions import CONSENT, NAME_CONSENT
from firstcontact_site.words import lazy, text


class StoryForm(GuardedForm):
    words = forms.CharField(
        max_length=2000,
        min_length=20,
        label=lazy("strategy_story_words"),
        help_text=lazy("strategy_story_words_help"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    role = forms.CharField(
        max_length=120,
        required=False,
        label=lazy("strategy_story_role"),
        help_text=lazy("strategy_story_role_help"),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    name = forms.CharField(
        max_length=200,
        required=False,
        label=lazy("strategy_story_name"),
        help_text=lazy("strategy_story_name_help"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    may_name = forms.BooleanField(required=False, label=lazy(NAME_CONSENT))
    consent = forms.BooleanField(label=lazy(CONSENT))

    def clean(self) -> dict:
        """A practice is named by its own will only: a name needs the tick beside it."""
        found = super().clean()
        if found.get("name") and not found.get("may_name"):
            self.add_error("may_name", text("strategy_story_error_name"))
        return found
