"""Forms of accounts."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from firstcontact_site import words
from firstcontact_site.accounts.rules import ROLES
from firstcontact_site.accounts.user import User


class Accept(forms.Form):
    """Name and password of a person who was invited."""

    name = forms.CharField(max_length=150)
    password = forms.CharField(widget=forms.PasswordInput, max_length=200, strip=False)

    def __init__(self, *args, email: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict:
        found = super().clean()
        if found.get("password"):
            person = User(email=self.email, first_name=found.get("name", ""))
            try:
                validate_password(found["password"], person)
            except forms.ValidationError as refusal:
                self.add_error("password", refusal)
        return found


class Roles(forms.Form):
    """Roles of a person; at least one."""

    roles = forms.MultipleChoiceField(
        label=words.lazy("account_cms_roles"),
        choices=lambda: [(name, words.text(f"account_role_{name}")) for name in ROLES],
        widget=forms.CheckboxSelectMultiple,
    )


class Invite(Roles):
    email = forms.EmailField(label=words.lazy("account_email"), max_length=254)
    language = forms.ChoiceField(label=words.lazy("account_cms_language"))
    field_order = ["email", "language", "roles"]

    def __init__(self, *args, languages: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
