"""Text as tokens: without accents, case, apostrophes and little words; short forms written out."""

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FORMS = Path(__file__).parent / "forms.csv"
EVERY = "all"
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


@dataclass(frozen=True)
class Forms:
    """Short forms and dropped words of one language; names of practices are in no language, so `all` holds too."""

    long: Mapping[str, str]
    dropped: frozenset[str]


@cache
def forms(language: str) -> Forms:
    with FORMS.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["language"] in (EVERY, language)]
    long = {row["short"]: row["long"] for row in rows if row["long"]}
    return Forms(long, frozenset(row["short"] for row in rows if not row["long"]))


def tokens(text: str, language: str) -> list[str]:
    """Normal tokens of a text in their order. A text of nothing but dropped words keeps them."""
    plain = _plain(text).split()
    known = forms(language)
    kept = [known.long.get(token, token) for token in plain if token not in known.dropped]
    return kept or plain


def _plain(text: str) -> str:
    """Letters and digits without accents, in one case; everything else is a space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.translate(APOSTROPHES).casefold()
    return "".join(c if c.isalnum() else " " for c in bare)


def trigrams(words: Sequence[str]) -> list[tuple[str, int]]:
    """Trigrams of the tokens joined without spaces, with `^` and `$` at the ends; each with its how-manyeth it is.

    Two such lists share as many elements as the multisets of their trigrams do.
    """
    text = f"^{''.join(words)}$"
    seen: dict[str, int] = {}
    found = []
    for i in range(len(text) - 2):
        gram = text[i : i + 3]
        seen[gram] = seen.get(gram, 0) + 1
        found.append((gram, seen[gram]))
    return found
