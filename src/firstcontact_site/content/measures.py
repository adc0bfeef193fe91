"""Measures of the dashboard that a page speaks about."""

from django import forms
from django.db import models
from django.http import HttpRequest

from firstcontact_site import words
from firstcontact_site.config.frame import reader, release_of


def known() -> list[tuple[str, str]]:
    """Ids and titles of the live release, for editors; empty without a release."""
    release = reader().current()
    return [(m["id"], m["title"]) for m in release.measures()] if release else []


class MeasuresField(models.JSONField):
    """Ids of measures, chosen from those of the live release."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=known, required=False, label=kwargs.get("label") or self.verbose_name, help_text=self.help_text
        )


def links(request: HttpRequest, ids: list[str], language: str) -> list[tuple[str, str]]:
    """(path below the language, title) of those that the live release shows."""
    release = release_of(request)
    if not (release and ids):
        return []
    spoken = words.language(language)
    titles = {m["id"]: spoken.measure(m["id"], "title") or m["title"] for m in release.measures()}
    return [(f"measure/{id_}/", titles[id_]) for id_ in ids if id_ in titles]
