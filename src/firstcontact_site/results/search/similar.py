"""How alike two tokens are, and which tokens of a vocabulary are alike to one that may be misspelled."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

SHORTEST, LONG = 3, 8
EQUAL, PREFIX, ONE_EDIT, TWO_EDITS = 1.0, 0.9, 0.75, 0.6
LAST = "\U0010ffff"


def distance(a: str, b: str) -> int:
    """Optimal string alignment: insert, delete, replace, swap neighbours; no place is edited twice."""
    before, row = [], list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def similarity(query: str, token: str) -> float:
    """1 equal, 0.9 begins so, 0.75 one edit, 0.6 two edits of a long token, else 0."""
    if query == token:
        return EQUAL
    if len(query) < SHORTEST:
        return 0.0
    if token.startswith(query):
        return PREFIX
    edits = distance(query, token) if abs(len(query) - len(token)) <= 2 else 3
    return ONE_EDIT if edits == 1 else TWO_EDITS if edits == 2 and len(query) >= LONG else 0.0


class Vocabulary:
    """Sorted distinct tokens. Misspelled ones are found by what both spellings leave when letters are dropped:

    two words at most k edits apart share a form with at most k letters dropped from each. What shares one is measured.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = sorted(set(words))
        self.place = {word: i for i, word in enumerate(self.words)}
        pairs = [(hash(form), i) for i, word in enumerate(self.words) for form in _without(word, _most(len(word)))]
        pairs.sort()
        self._hashes = np.array([h for h, _ in pairs], dtype=np.int64)
        self._owners = np.array([i for _, i in pairs], dtype=np.int32)

    def __len__(self) -> int:
        return len(self.words)

    def alike(self, query: str) -> dict[int, float]:
        """Places of all tokens with a similarity above 0."""
        if len(query) < SHORTEST:
            return {self.place[query]: EQUAL} if query in self.place else {}
        near = {*self.beginning(query), *self._near(query)}
        found = {i: similarity(query, self.words[i]) for i in near}
        return {i: score for i, score in found.items() if score}

    def beginning(self, query: str) -> range:
        """Places of tokens that begin with the query; short queries begin nothing but themselves."""
        first = bisect_left(self.words, query)
        if len(query) < SHORTEST:
            return range(first, first + (query in self.place))
        return range(first, bisect_left(self.words, query + LAST))

    def _near(self, query: str) -> set[int]:
        forms = np.array([hash(form) for form in _without(query, 2 if len(query) >= LONG else 1)], dtype=np.int64)
        first, last = (np.searchsorted(self._hashes, forms, side) for side in ("left", "right"))
        return {int(i) for a, b in zip(first, last, strict=True) for i in self._owners[a:b]}


def _most(length: int) -> int:
    """Letters that are dropped from a token of the vocabulary: two edits count for queries of 8 letters and more."""
    return 2 if length >= LONG - 2 else 1


def _without(word: str, most: int) -> Iterator[str]:
    """The word with up to `most` of its letters dropped, each form once."""
    found = {word}
    for count in range(1, min(most, len(word)) + 1):
        for places in combinations(range(len(word)), count):
            found.add("".join(c for i, c in enumerate(word) if i not in places))
    return iter(found)
