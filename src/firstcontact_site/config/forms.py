"""Forms that strangers may fill in: a trap for robots, a least time, and no field that the form does not know."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.widgets import MultiWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from firstcontact_site import words

TRAP, STARTED = "company_url", "form_started"
LEAST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
SIGNER = signing.TimestampSigner(salt="form-started")
PAGE = """<div class="visually-hidden" aria-hidden="true"><label for="{id}">{label}</label>
<input id="{id}" name="{trap}" type="text" value="" tabindex="-1" autocomplete="off"></div>
<input type="hidden" name="{started}" value="{value}">"""


class GuardedForm(forms.Form):
    """Templates print `{{ form.guards() }}` inside the form element. `also` names buttons that are sent along."""

    also: tuple[str, ...] = ()

    def guards(self) -> SafeString:
        value = self.data.get(STARTED) or started()
        places = {"trap": TRAP, "started": STARTED, "value": value, "id": f"id_{TRAP}"}
        return format_html(PAGE, label=words.text("form_trap"), **places)

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        for check in (self._check_names, self._check_robot):
            try:
                check()
            except ValidationError as e:
                self.add_error(None, e)

    def _check_names(self) -> None:
        unknown = {*self.data, *self.files} - self._known()
        if unknown:
            raise ValidationError(words.text("form_unknown_field"), code="unknown")

    def _known(self) -> set[str]:
        known = {TRAP, STARTED, "csrfmiddlewaretoken", *self.also}
        for name, field in self.fields.items():
            full = self.add_prefix(name)
            parts = len(field.widget.widgets) if isinstance(field.widget, MultiWidget) else 0
            known |= {full, *(f"{full}_{i}" for i in range(parts))}
        return known

    def _check_robot(self) -> None:
        if self.data.get(TRAP):
            raise ValidationError(words.text("form_robot"), code="robot")
        age = _age(self.data.get(STARTED, ""))
        if age is None or not LEAST_SECONDS <= age <= LONGEST_SECONDS:
            raise ValidationError(words.text("form_robot"), code="too_fast")


def started(seconds_ago: float = 0) -> str:
    """A signed moment, as the form's page carries it."""
    if not seconds_ago:
        return SIGNER.sign("form")
    signer = signing.TimestampSigner(salt="form-started")
    signer.timestamp = lambda: signing.b62_encode(int(signing.time.time() - seconds_ago))
    return signer.sign("form")


def guard_fields(seconds_ago: float = 10) -> dict[str, str]:
    """The guard's own fields, as a person's browser sends them: for tests."""
    return {TRAP: "", STARTED: started(seconds_ago)}


def _age(text: str) -> float | None:
    """Seconds since the form was shown; None for a moment that we did not sign."""
    try:
        SIGNER.unsign(text)
        stamp = text.rsplit(SIGNER.sep, 2)[1]
        return signing.time.time() - signing.b62_decode(stamp)
    except (signing.BadSignature, IndexError):
        return None
