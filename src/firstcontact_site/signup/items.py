"""What a mail says about one piece of news, in a language: title, a sentence, links. Never a number of the results."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from wagtail.models import Page

from firstcontact_site import words
from firstcontact_site.config.frame import facts, reader
from firstcontact_site.mail.letters import absolute
from firstcontact_site.signup.batch import News
from firstcontact_site.signup.lists import describe, split


@dataclass(frozen=True)
class Item:
    title: str
    text: str
    link: str
    label: str
    followed: tuple[tuple[str, str], ...] = ()


def item(news: News, code: str, choices: Collection[str]) -> Item | None:
    """None when it is not there any more. `choices` of the reader: followed practices and measures are linked."""
    if news.kind == News.Kind.RELEASE:
        return _release(news.reference, code, choices)
    if news.kind == News.Kind.CORRECTION:
        return _correction(news.reference, code)
    page = page_in(news.reference, code)
    return page_item(page, code) if page else None


def page_item(page: Page, code: str, text: str = "") -> Item:
    """A page of the site; one in another language says so."""
    said = words.language(code)
    specific = page.specific
    own = page.locale.language_code
    note = "" if own == code else f" ({said.text(f'in_language.{own}')})"
    text = text or getattr(specific, "lead", "") or page.search_description
    return Item(page.title + note, text, absolute(page.get_url()), said.text("alert_read"))


def page_in(key: str, code: str) -> Page | None:
    """The live page of a translation key in a language, else in the one it was written in."""
    live = Page.objects.live().public().filter(translation_key=key, alias_of=None).select_related("locale")
    found = {page.locale.language_code: page for page in live.order_by("pk")}
    return found.get(code) or next(iter(found.values()), None)


def _release(release_id: str, code: str, choices: Collection[str]) -> Item | None:
    release = reader().release(release_id)
    if release is None:
        return None
    said = words.language(code)
    period = facts(release)["period"]
    chosen = [c for c in choices if split(c)[0] in ("practice", "measure")]
    followed = tuple((f.label, absolute(f"/{code}/{f.path}")) for f in _described(tuple(chosen), code, release_id))
    title = said.text("alert_release_title", period=period)
    return Item(
        title,
        said.text("alert_release_text", release=release_id),
        absolute(f"/{code}/releases/"),
        said.text("alert_release_link"),
        followed,
    )


@lru_cache(2000)
def _described(choices: tuple[str, ...], code: str, release_id: str) -> tuple:
    """Names of followed things; many readers follow the same ones."""
    return tuple(describe(choices, code))


def _correction(path: str, code: str) -> Item:
    said = words.language(code)
    name = path.rstrip("/").rpartition("/")[2].upper()
    return Item(
        said.text("alert_correction_title", name=name),
        said.text("alert_correction_text"),
        absolute(f"/{code}/{path}"),
        said.text("alert_correction_link"),
    )
