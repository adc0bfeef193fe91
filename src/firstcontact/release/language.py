"""Fixed words, names of groups and measures, numbers and dates of one language."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import yaml

from firstcontact.errors import FirstContactError
from firstcontact.release.manifest import digest
from firstcontact.release.numbers import NumberFormat, localise

ROOM = Path(__file__).parent


@dataclass(frozen=True)
class Catalogue:
    """All texts of all languages: `words[key][lang]`, `names[(kind, id)][lang]`, `measures[(id, field)][lang]`."""

    words: Mapping[str, Mapping[str, str]]
    names: Mapping[tuple[str, str], Mapping[str, str]]
    measures: Mapping[tuple[str, str], Mapping[str, str]]
    site: Mapping

    @classmethod
    def load(cls) -> "Catalogue":
        folder = ROOM / "texts"
        words = {row["key"]: row for row in _read(folder / "public_texts.csv")}
        names = {(row["kind"], row["id"]): row for row in _read(folder / "names.csv")}
        measures = {(row["measure"], row["field"]): row for row in _read(folder / "measures.csv")}
        site = yaml.safe_load((ROOM / "site.yaml").read_text(encoding="utf-8"))
        return cls(words, names, measures, site)

    @property
    def sha256(self) -> str:
        """Digest of all words and of the templates and styles they stand in."""
        parts = [self.words, [[*k, v] for k, v in self.names.items()], [[*k, v] for k, v in self.measures.items()]]
        files = [p for folder in ("templates", "assets") for p in sorted((ROOM / folder).iterdir()) if p.is_file()]
        return digest([*parts, self.site, [[p.name, sha256(p.read_bytes()).hexdigest()] for p in files]])

    def language(self, code: str) -> "Language":
        if code not in self.site["languages"]:
            known = ", ".join(self.site["languages"])
            raise FirstContactError(
                f"firstcontact.toml: release.languages: '{code}' has no complete texts; languages with texts: {known}. "
                "Take it out of the list."
            )
        return Language(code, self)


@dataclass(frozen=True)
class Language:
    """One language of the catalogue; every method returns text for people."""

    code: str
    catalogue: Catalogue

    @cached_property
    def settings(self) -> Mapping:
        return self.catalogue.site["languages"][self.code]

    @cached_property
    def numbers(self) -> NumberFormat:
        return NumberFormat(self.settings["decimal"], self.settings["thousands"])

    def text(self, key: str, **places: object) -> str:
        """A fixed sentence with its named places filled. Raises FirstContactError for an unknown key."""
        row = self.catalogue.words.get(key)
        if row is None:
            raise FirstContactError(f"texts/public_texts.csv has no key '{key}'. Add it in every language.")
        return row[self.code].format(**places) if places else row[self.code]

    def plural(self, key: str, count: int, **places: object) -> str:
        """The sentence `key.one` or `key.other`; es and pt also have `many` (whole millions)."""
        form = "one" if self._is_one(count) else "many" if self._is_many(count) else "other"
        return self.text(f"{key}.{form}", count=self.number(str(count)), **places)

    def name(self, kind: str, id_: str, fallback: str | None = None) -> str:
        """Name of a coded value; names that are nobody's translation (payers, practices) fall back."""
        row = self.catalogue.names.get((kind, id_))
        return row[self.code] if row else (fallback or id_)

    def measure(self, measure: str, field: str) -> str | None:
        """Words of a built-in measure, None for a measure of the workspace."""
        row = self.catalogue.measures.get((measure, field))
        return row[self.code] if row else None

    def number(self, text: str) -> str:
        return localise(text, self.numbers)

    def money(self, text: str) -> str:
        form = self.settings["money"]
        return (
            "-" + form.format(value=self.number(text[1:]))
            if text.startswith("-")
            else form.format(value=self.number(text))
        )

    def date(self, day: date) -> str:
        month = self.settings["months"][day.month - 1]
        return self.settings["date"].format(day=day.day, month=month, year=day.year)

    def period(self, text: str, short: bool = False) -> str:
        """`2024`, `2024-Q1` or `2024-03` as people say it."""
        year, _, part = text.partition("-")
        if not part:
            return year
        if part.startswith("Q"):
            return self.settings["quarter"].format(year=year, quarter=part[1:])
        names = self.settings["short_months" if short else "months"]
        form = "{month} {year}" if short else self.settings["month"]
        return form.format(month=names[int(part) - 1], year=year)

    def _is_one(self, count: int) -> bool:
        return count in (0, 1) if self.code == "pt" else count == 1

    def _is_many(self, count: int) -> bool:
        return self.code in ("es", "pt") and count != 0 and count % 1_000_000 == 0


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
