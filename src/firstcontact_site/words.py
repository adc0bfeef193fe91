"""Every fixed word of the site, in each language: the results' catalogue and one CSV file for each room."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.utils import translation
from django.utils.functional import lazystr

from firstcontact.release.language import Catalogue, Language

TEXTS = Path(__file__).parent / "texts"


@cache
def catalogue() -> Catalogue:
    """The library's texts and the site's; a key of the site never stands in two files."""
    made = Catalogue.load()
    words: dict[str, Mapping[str, str]] = dict(made.words)
    for path in sorted(TEXTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if row["key"] in words:
                    raise ValueError(f"texts/{path.name}: the key '{row['key']}' stands in another file already.")
                words[row["key"]] = row
    return replace(made, words=words)


def language(code: str | None = None) -> Language:
    """Words of a language, of the request's when none is named."""
    return catalogue().language(code or translation.get_language() or "en")


def text(key: str, **places: object) -> str:
    """A fixed sentence in the request's language."""
    return language().text(key, **places)


def lazy(key: str) -> str:
    """The same, read when it is shown: for labels of forms and models."""
    return lazystr(_Later(key))


def choices(prefix: str, *values: str) -> list[tuple[str, str]]:
    """Values of a field with their names, read when they are shown: the key is `<prefix>_<value>`."""
    return [(value, lazy(f"{prefix}_{value}")) for value in values]


def size(count: int) -> str:
    """Size of a file in words of the request's language: "820 KB", "1.4 MB"."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{language().number(f'{count / 1_000_000:.1f}')} MB"


class _Later:
    def __init__(self, key: str) -> None:
        self.key = key

    def __str__(self) -> str:
        return text(self.key)
