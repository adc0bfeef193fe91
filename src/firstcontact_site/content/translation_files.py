"""Pages as PO files for translators, and back: one file a page and language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale
from wagtail.models import Page as AnyPage
from wagtail_localize.models import String as SourceString
from wagtail_localize.models import StringTranslation, Translation, TranslationContext, TranslationSource
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import StringSegmentValue

from firstcontact.errors import FirstContactError, UsageError
from firstcontact_site.content.base import SitePage
from firstcontact_site.content.translation_actions import mark_reviewed

ID = "X-WagtailLocalize-TranslationID"
BLOCK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class OtherShape(Exception):
    """A translation was written by hand and does not have the parts of its source."""


@dataclass
class Taken:
    """What came of one file. `missing` texts keep the page from being written."""

    title: str
    texts: int = 0
    missing: int = 0
    live: bool = False
    doubts: list[str] = field(default_factory=list)


def language(code: str) -> Locale:
    others = [c for c in settings.SITE_LANGUAGES if c != settings.LANGUAGE_CODE]
    if code not in others:
        known = ", ".join(others) or "none: firstcontact.toml names one language"
        raise UsageError(f"'{code}' is not a language into which this site is translated; these are: {known}.")
    return Locale.objects.get(language_code=code)


def sources(below: str = "") -> list[AnyPage]:
    """Live pages of the source language, of the whole site or below a path such as `news/`."""
    pages = AnyPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE, depth__gt=1, alias_of=None)
    home = pages.filter(depth=2).first()
    if below and home:
        pages = pages.filter(url_path__startswith=f"{home.url_path}{below.strip('/')}/")
    return [page for page in pages.order_by("path").specific() if isinstance(page, SitePage)]


def export(pages: Sequence[AnyPage], locale: Locale, folder: Path) -> Iterator[tuple[AnyPage, Path | None]]:
    """Writes a file for each page; None stands for a page whose translation has another shape."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        try:
            translation = _begun(page, locale)
        except OtherShape:
            yield page, None
            continue
        name = "-".join(page.url_path.strip("/").split("/")[1:]) or "home"
        path = folder / f"{name}.{locale.language_code}.po"
        path.write_text(str(translation.export_po()), encoding="utf-8")
        yield page, path


@transaction.atomic
def _begun(page: AnyPage, locale: Locale) -> Translation:
    """The translation as the CMS keeps it, with the words that a page written by hand has already."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, made = Translation.objects.get_or_create(source=source, target_locale=locale)
    there = page.get_translations().filter(locale=locale, alias_of=None).first() if made else None
    if there:
        _remember(translation, page, there.specific)
    return translation


def _remember(translation: Translation, page: AnyPage, there: AnyPage) -> None:
    own, other = extract_segments(page), extract_segments(there)
    if [_shape(s) for s in own] != [_shape(s) for s in other]:
        raise OtherShape
    for mine, theirs in zip(own, other, strict=True):
        if not isinstance(mine, StringSegmentValue):
            continue
        StringTranslation.objects.get_or_create(
            translation_of=SourceString.from_value(translation.source.locale, mine.string),
            locale=translation.target_locale,
            context=TranslationContext.objects.get(object_id=translation.source.object_id, path=mine.path),
            defaults={"data": theirs.string.data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )


def _shape(segment) -> tuple[str, str]:
    """Blocks have ids of their own in every language."""
    return type(segment).__name__, BLOCK.sub("*", segment.path)


@transaction.atomic
def take(path: Path, *, machine: str = "", reviewer=None) -> tuple[Translation, Taken]:
    """Stores the texts of a file, and writes the page as a draft when none is missing.

    `machine`: name of the program that translated; such words wait for a person. `reviewer` has read them.
    """
    po = _read(path)
    translation = _translation(po, path)
    kind = StringTranslation.TRANSLATION_TYPE_MACHINE if machine else StringTranslation.TRANSLATION_TYPE_MANUAL
    doubts = translation.import_po(po, user=reviewer, translation_type=kind, tool_name=machine)
    texts, good = translation.get_progress()
    taken = Taken(translation.source.object_repr, texts, texts - good, doubts=[_said(d, po) for d in doubts])
    taken.doubts += _faults(translation)
    if not taken.missing:
        translation.save_target(publish=False)
    if reviewer:
        mark_reviewed(translation, reviewer)
    return translation, taken


def put_live(translation: Translation, user) -> None:
    """Raises PublishRefused where the rules of publishing say no to this person."""
    translation.get_target_instance().get_latest_revision().publish(user=user)


def _read(path: Path) -> polib.POFile:
    try:
        return polib.pofile(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as e:
        raise FirstContactError(f"{path} is not a PO file in UTF-8 ({e}). Nothing of it was taken.") from None


def _translation(po: polib.POFile, path: Path) -> Translation:
    uuid = po.metadata.get(ID, "")
    found = Translation.objects.filter(uuid=uuid).select_related("source", "target_locale").first() if uuid else None
    if found is None:
        raise FirstContactError(
            f"{path}: the line {ID} names no translation of this site. "
            "Keep the head of the file as it was written by 'firstcontact site translations export'."
        )
    return found


def _said(doubt, po: polib.POFile) -> str:
    entry = po[doubt.index]
    return f"line {entry.linenum}: the page has no such text any more: '{entry.msgid[:60]}'"


def _faults(translation: Translation) -> list[str]:
    """Texts whose marks (links, bold) are not those of the source."""
    wrong = StringTranslation.objects.filter(
        locale=translation.target_locale, context__object_id=translation.source.object_id, has_error=True
    )
    paths = wrong.select_related("context").order_by("context__path")
    return [f"{t.context.path}: the marks in the text are not those of the source: '{t.data[:60]}'" for t in paths]
