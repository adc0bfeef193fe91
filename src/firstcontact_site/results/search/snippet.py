"""The part of a text in which the searched words stand, cut into pieces that are marked or not."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from firstcontact_site.results.search.similar import ONE_EDIT, similarity
from firstcontact_site.results.search.tokens import tokens

WORD = re.compile(r"\w+")
LENGTH, BEFORE = 220, 60
KEPT = 50_000
MARKED = Markup("<mark>{}</mark>")


class Piece(NamedTuple):
    text: str
    marked: bool


def snippet(text: str, words: Sequence[str], language: str) -> list[Piece]:
    """About 220 characters around the first word found, or the beginning."""
    text = " ".join(text.split())
    first = next((m.start() for m in WORD.finditer(text) if _is_like(m.group(), words, language)), 0)
    start = _word_start(text, max(0, first - BEFORE))
    end = _word_end(text, min(len(text), start + LENGTH))
    cut = f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
    return marked(cut, words, language)


def marked(text: str, words: Sequence[str], language: str) -> list[Piece]:
    """The whole text, with every word that is like a searched one marked."""
    pieces, at = [], 0
    for match in WORD.finditer(text):
        if _is_like(match.group(), words, language):
            pieces += [Piece(text[at : match.start()], False), Piece(match.group(), True)]
            at = match.end()
    return [p for p in (*pieces, Piece(text[at:], False)) if p.text]


def html(pieces: Sequence[Piece]) -> Markup:
    """Pieces as a line of a page."""
    return Markup("").join(MARKED.format(p.text) if p.marked else escape(p.text) for p in pieces)


def _is_like(word: str, words: Sequence[str], language: str) -> bool:
    return any(_alike(query, word, language) for query in words)


@lru_cache(KEPT)
def _alike(query: str, word: str, language: str) -> bool:
    return any(similarity(query, token) >= ONE_EDIT for token in tokens(word, language))


def _word_start(text: str, at: int) -> int:
    """First place of a word at or after `at`."""
    return at if at == 0 else text.find(" ", at) + 1


def _word_end(text: str, at: int) -> int:
    """Last place of a word at or before `at`."""
    return at if at == len(text) else max(text.rfind(" ", 0, at), 0) or at
