"""Awards and recognitions of practices. They are given by people, never computed from results."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from firstcontact_site.accounts import audit
from firstcontact_site.content.award_file import COLUMN, practices_of


class AwardForm(WagtailAdminModelForm):
    practices_csv = forms.FileField(
        required=False,
        label="practices (CSV)",
        help_text=f"A CSV file with the column '{COLUMN}'. It replaces the list.",
    )

    def clean_practices_csv(self) -> list[str] | None:
        file = self.cleaned_data["practices_csv"]
        return practices_of(file) if file else None

    @transaction.atomic
    def save(self, commit: bool = True) -> "Award":
        practices = self.cleaned_data.get("practices_csv")
        if practices is not None:
            self.instance.practices = practices
        award = super().save(commit)
        if practices is not None and commit:
            actor = audit.actor_of(self.for_user)
            audit.record("award.imported", f"award:{award.pk}", {"practices": len(practices)}, actor=actor)
        return award


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
        pages = award.criteria.get_translations(inclusive=True).live().public().filter(alias_of=None)
        paths = {page.locale.language_code: page.url_path.split("/", 2)[2] for page in pages.select_related("locale")}
        for id_ in award.practices:
            found.setdefault(id_, []).append({"name": award.name, "year": award.year, "criteria": paths})
    return found
