"""Translations in the CMS: what a machine wrote goes live only after a person has read it and said so."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from firstcontact_site.accounts.conditions import condition


class TranslationReview(models.Model):
    """The mark of the person who has read a machine's words. `key` is a digest of them: new words need a new mark."""

    translation = models.OneToOneField(Translation, models.CASCADE, related_name="review")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    key = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"review of translation {self.translation_id}"


def translation_of(page: Page) -> Translation | None:
    """How a page came out of its source language; None for the source itself and for pages written by hand."""
    found = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=page.locale_id)
    return found.select_related("source", "review").first()


def machine_words(translation: Translation) -> QuerySet:
    """What a machine wrote of the present source, in the order of its places."""
    used = StringSegment.objects.filter(source=translation.source_id).values("string")
    found = StringTranslation.objects.filter(
        locale=translation.target_locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        context__object_id=translation.source.object_id,
        translation_of__in=used,
    )
    return found.order_by("context__path", "translation_of_id")


def key_of(translation: Translation) -> str:
    """Empty where no machine wrote."""
    words = list(machine_words(translation).values_list("context__path", "data"))
    return sha256(repr(words).encode()).hexdigest() if words else ""


def waits_for_a_person(page: Page) -> bool:
    translation = translation_of(page)
    key = key_of(translation) if translation else ""
    review = getattr(translation, "review", None)
    return bool(key) and (review is None or review.key != key)


@condition
def machine_words_are_read(page: Page, revision: models.Model) -> str | None:
    return "translation_refused_machine" if waits_for_a_person(page) else None
