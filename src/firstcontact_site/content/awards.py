"""Awards and recognitions of practices. They are given by people, never computed from results."""

import csv
import io
import json
import os
from functools import partial

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from firstcontact_site.config.frame import reader

FILE = "awards.json"
COLUMN = "practice_id"
LARGEST = 1_000_000


def practices_in(text: str) -> list[str]:
    """Ids of a CSV with the column `practice_id`. Raises ValidationError that names the lines in doubt."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if COLUMN not in (rows.fieldnames or []):
        raise ValidationError(f"The file has no column '{COLUMN}'.")
    release = reader().current()
    known = {group["group_id"] for group in release.groups("practice")} if release else set()
    found, wrong = [], []
    for line, row in enumerate(rows, start=2):
        id_ = (row[COLUMN] or "").strip()
        if release and id_ not in known:
            wrong.append(f"line {line}: '{id_[:40]}'")
        found.append(id_)
    if wrong:
        raise ValidationError(f"The live release does not know these practices: {'; '.join(wrong[:10])}.")
    return sorted(set(found))


class AwardForm(WagtailAdminModelForm):
    practices_csv = forms.FileField(
        required=False,
        label="practices (CSV)",
        help_text=f"A CSV file with the column '{COLUMN}'. It replaces the list.",
    )

    def clean_practices_csv(self) -> list[str] | None:
        file = self.cleaned_data["practices_csv"]
        if not file:
            return None
        if file.size > LARGEST:
            raise ValidationError("The file is larger than 1 MB.")
        try:
            return practices_in(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise ValidationError("The file is not UTF-8 text.") from None

    def save(self, commit: bool = True) -> "Award":
        if self.cleaned_data.get("practices_csv") is not None:
            self.instance.practices = self.cleaned_data["practices_csv"]
        return super().save(commit)


class Award(models.Model):
    name = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(1990), MaxValueValidator(2200)])
    criteria = models.ForeignKey(
        "wagtailcore.Page", models.PROTECT, related_name="+", help_text="The page that tells how the award is given."
    )
    practices = models.JSONField(default=list, blank=True, editable=False)

    panels = [FieldPanel("name"), FieldPanel("year"), FieldPanel("criteria"), FieldPanel("practices_csv")]
    base_form_class = AwardForm

    class Meta:
        ordering = ["-year", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.year}), {len(self.practices)} practices"


def by_practice() -> dict[str, list[dict]]:
    """Awards of each practice, newest first, with the address of the criteria in each language."""
    found: dict[str, list[dict]] = {}
    for award in Award.objects.select_related("criteria"):
        pages = award.criteria.get_translations(inclusive=True).live().public().select_related("locale")
        paths = {page.locale.language_code: page.url_path.split("/", 2)[2] for page in pages}
        for id_ in award.practices:
            found.setdefault(id_, []).append({"name": award.name, "year": award.year, "criteria": paths})
    return found


def write_awards() -> None:
    """Where the results find them: pages of a release are made without this database."""
    path = settings.ENVIRONMENT.folder / FILE
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(by_practice(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(draft, path)


def write_later(**_) -> None:
    transaction.on_commit(partial(write_awards))
