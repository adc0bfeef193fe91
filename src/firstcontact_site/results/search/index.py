"""The names of a release in memory: candidates by shared trigrams and by place, scored all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from firstcontact_site.results.search.similar import Vocabulary
from firstcontact_site.results.search.tokens import tokens, trigrams

CANDIDATES = 200
THRESHOLD = 0.30
NAME_SHARE, PLACE_SHARE, TOKEN_SHARE, GRAM_SHARE = 1.0, 0.8, 0.6, 0.4
KEPT_TOKENS = 20_000
ROUND = 9


@dataclass(frozen=True)
class Hit:
    """An entry and its score, from 0 to 1; an exact ZIP code, id or NPI scores 1."""

    entry: Mapping
    score: float


class Index:
    """Entries with kind, id, name, place, zip and perhaps npi and names by language."""

    def __init__(self, entries: Sequence[Mapping], language: str) -> None:
        self.language = language
        self.entries = sorted(
            ({**e, "name": _name(e, language)} for e in entries), key=lambda e: (e["name"].casefold(), e["id"])
        )
        names = [tokens(e["name"], language) for e in self.entries]
        places = [tokens(f"{e['place']} {e['zip']}", language) for e in self.entries]
        self.vocabulary = Vocabulary([t for words in (*names, *places) for t in words])
        self._names, self._places = self._matrix(names), self._matrix(places)
        self._grams = np.array([len(trigrams(words)) for words in names], dtype=np.int32)
        self._postings = _postings([trigrams(words) for words in names])
        self._by_place = _postings([[(self.vocabulary.place[t], 1) for t in set(words)] for words in places])
        self._exact = self._exact_names()
        self._alike = lru_cache(KEPT_TOKENS)(self._alike_arrays)

    def find(self, query: str) -> list[Hit]:
        """All entries that reach the threshold, best first, ties by name then id; exact ones before them."""
        first = self._exact.get(query.strip().casefold(), ())
        words = tokens(query, self.language)
        rest = [(i, s) for i, s in self._scored(words) if i not in first] if words else []
        return [Hit(self.entries[i], 1.0) for i in first] + [Hit(self.entries[i], s) for i, s in rest]

    def _scored(self, words: Sequence[str]) -> list[tuple[int, float]]:
        grams = trigrams(words)
        shared = self._shared(grams)
        chosen = np.union1d(self._most_shared(shared), self._at_place(words))
        if not len(chosen):
            return []
        dice = 2 * shared[chosen] / (len(grams) + self._grams[chosen])
        scores = np.round(TOKEN_SHARE * self._token_means(words, chosen) + GRAM_SHARE * dice, ROUND)
        kept = scores >= THRESHOLD
        chosen, scores = chosen[kept], scores[kept]
        order = np.lexsort((chosen, -scores))
        return list(zip(chosen[order].tolist(), scores[order].tolist(), strict=True))

    def _shared(self, grams: Sequence[tuple[str, int]]) -> np.ndarray:
        """How many trigrams each entry's name shares with the query."""
        found = [self._postings[g] for g in grams if g in self._postings]
        if not found:
            return np.zeros(len(self.entries), dtype=np.int64)
        return np.bincount(np.concatenate(found), minlength=len(self.entries))

    def _most_shared(self, shared: np.ndarray) -> np.ndarray:
        """The 200 entries that share most, those first by name where many share as much."""
        size = len(shared)
        rank = shared * (size + 1) - np.arange(size)
        if size > CANDIDATES:
            top = np.argpartition(-rank, CANDIDATES)[:CANDIDATES]
            return top[shared[top] > 0]
        return np.flatnonzero(shared)

    def _at_place(self, words: Sequence[str]) -> np.ndarray:
        """Entries whose place or ZIP code is, or begins with, a token of the query."""
        wanted = [(i, 1) for word in words for i in self.vocabulary.beginning(word)]
        found = [self._by_place[key] for key in wanted if key in self._by_place]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def _token_means(self, words: Sequence[str], chosen: np.ndarray) -> np.ndarray:
        """Mean over the query's tokens of the best similarity to a token of name or place."""
        names, places = self._names[chosen], self._places[chosen]
        total = np.zeros(len(chosen))
        for word in words:
            alike = np.zeros(len(self.vocabulary) + 1)
            where, score = self._alike(word)
            alike[where] = score
            best = np.maximum(NAME_SHARE * alike[names].max(axis=1), PLACE_SHARE * alike[places].max(axis=1))
            total += best
        return total / len(words)

    def _alike_arrays(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        found = self.vocabulary.alike(word)
        return np.fromiter(found, dtype=np.int64, count=len(found)), np.array(list(found.values()))

    def _matrix(self, words: Sequence[Sequence[str]]) -> np.ndarray:
        """Places in the vocabulary, one row an entry, filled up with a place that is like nothing."""
        width = max((len(row) for row in words), default=0) or 1
        made = np.full((len(words), width), len(self.vocabulary), dtype=np.int32)
        for i, row in enumerate(words):
            made[i, : len(row)] = [self.vocabulary.place[token] for token in row]
        return made

    def _exact_names(self) -> dict[str, tuple[int, ...]]:
        """Entries that an exact ZIP code, id or NPI means; they stand in order of name already."""
        found: dict[str, tuple[int, ...]] = {}
        for i, entry in enumerate(self.entries):
            if entry["kind"] == "practice":
                for key in {entry["zip"], entry["id"].casefold(), entry.get("npi", "")} - {""}:
                    found[key] = (*found.get(key, ()), i)
        return found


def _name(entry: Mapping, language: str) -> str:
    return entry.get("names", {}).get(language) or entry["name"]


def _postings(lists: Sequence[Sequence[tuple]]) -> dict[tuple, np.ndarray]:
    """Element -> entries that have it."""
    found: dict[tuple, list[int]] = {}
    for i, elements in enumerate(lists):
        for element in elements:
            found.setdefault(element, []).append(i)
    return {key: np.array(value, dtype=np.int64) for key, value in found.items()}
