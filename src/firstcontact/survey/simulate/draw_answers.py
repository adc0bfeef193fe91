"""Answers to one item for many made-up respondents at once.

Each respondent has a leaning towards high codes: of the practice, of the person, and by chance. Answers are given out
by rank of that leaning, so that the shares come out as aimed whatever the number of respondents. Only what is scored
leans: who is asked a question must not depend on how well a person thinks of the practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import comb

import numpy as np

from firstcontact.survey.instrument.model import Item
from firstcontact.survey.simulate.aims import Aims

PRACTICE, PERSON, CHANCE = 0.35, 0.6, 0.7  # weights of the three parts of a leaning
USUAL_SCORE = 0.72  # share of the way up a scale where nothing is published
USUAL_YES = 0.6
PROXIES = 0.05
LEANING_ROLES = {"reportable": 1, "adjuster": -1}  # a high code of an adjuster is poor health
CHOSEN_MISSING = 0.03
MARKED = 0.35
EXCLUSIVE = 0.15
DAYS_BACK = 365


@dataclass(frozen=True)
class Leaning:
    """practice, person: one number for each respondent; draw: for chance."""

    practice: np.ndarray
    person: np.ndarray
    draw: np.random.Generator

    def of(self, rows: np.ndarray, item: Item) -> np.ndarray:
        chance = self.draw.normal(size=rows.size)
        sign = next((s for role, s in LEANING_ROLES.items() if item.has_role(role)), 0)
        return sign * (PRACTICE * self.practice[rows] + PERSON * self.person[rows]) + CHANCE * chance


def by_rank(leaning: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Index 0 ... k-1 for each respondent: the lowest leanings get 0, in the proportions of `shares`."""
    ends = np.round(np.cumsum(shares) / np.sum(shares) * leaning.size).astype(int)
    place = np.empty(leaning.size, dtype=int)
    place[np.argsort(leaning, kind="stable")] = np.arange(leaning.size)
    return np.searchsorted(ends, place, side="right")


def binomial_shares(levels: int, mean: float) -> list[float]:
    """Shares of 0 ... levels - 1 whose mean is `mean` of the way up."""
    top = levels - 1
    return [comb(top, i) * mean**i * (1 - mean) ** (top - i) for i in range(levels)]


def choices(item: Item, rows: np.ndarray, leaning: Leaning, mean: float | None) -> list[str]:
    """Codes of a single item. mean: how far up the scale on average, 0..1; None: the usual."""
    scored = sorted((o for o in item.options if o.score is not None), key=lambda o: o.score)
    plain = [o for o in item.options if o.missing is None]
    if len(scored) == len(plain) and plain:
        ordered, shares = scored, binomial_shares(len(scored), _usual(item, len(plain)) if mean is None else mean)
    else:
        ordered, shares = plain, [1 / (i + 1) for i in range(len(plain))]
    codes = np.array([o.code for o in ordered], dtype=object)[by_rank(leaning.of(rows, item), shares)]
    missing = [o.code for o in item.options if o.missing is not None]
    if missing and mean is None:
        out = leaning.draw.random(rows.size) < CHOSEN_MISSING
        codes[out] = missing[0]
    return codes.tolist()


def _usual(item: Item, options: int) -> float:
    if item.has_role("proxy"):
        return PROXIES
    return USUAL_YES if options == 2 else USUAL_SCORE


def marks(item: Item, rows: np.ndarray, leaning: Leaning) -> list[frozenset[str]]:
    """Marked options of a multi item: either one that excludes the others, or at least one of those."""
    together = [o.code for o in item.options if not o.exclusive and o.missing is None]
    alone = [o.code for o in item.options if o.exclusive or o.missing is not None]
    drawn = leaning.draw.random((rows.size, len(together))) < MARKED
    first = leaning.draw.integers(len(together), size=rows.size)
    lone = leaning.draw.random(rows.size) < (EXCLUSIVE if alone else 0)
    most = item.max_choices or len(together)
    found = []
    for row, start, only in zip(drawn, first, lone, strict=True):
        order = np.roll(np.arange(len(together)), -start)
        kept = [together[i] for i in order if row[i] or i == start][:most]
        found.append(frozenset({alone[0]}) if only else frozenset(kept))
    return found


def numbers(item: Item, rows: np.ndarray, leaning: Leaning, aims: Aims, mean: float | None) -> list[Decimal]:
    """Of a rating, integer or decimal item, in its range and with its decimals."""
    if item.type == "rating":
        low, high = int(item.min or 0), int(item.max or 10)
        shares = binomial_shares(high - low + 1, mean if mean is not None else USUAL_SCORE)
        return [Decimal(low + int(i)) for i in by_rank(leaning.of(rows, item), shares)]
    low, mode, high = aims.numbers.get(item.link_id) or _usual_range(item)
    values = leaning.draw.triangular(low, mode, high, rows.size)
    places = Decimal(1).scaleb(-(item.decimals or 0)) if item.type == "decimal" else Decimal(1)
    return [Decimal(repr(float(v))).quantize(places) for v in values]


def _usual_range(item: Item) -> tuple[float, float, float]:
    low = float(item.min or 0)
    high = float(item.max) if item.max is not None else low + 100
    return low, low + 0.1 * (high - low), low + 0.5 * (high - low)


def parts_of(total: int, size: int, rows: np.ndarray, leaning: Leaning) -> np.ndarray:
    """Whole numbers that add up to `total` for each respondent, shape (rows, size)."""
    shares = leaning.draw.dirichlet(np.ones(size) * 2, rows.size)
    whole = np.floor(shares * total).astype(int)
    whole[:, 0] += total - whole.sum(axis=1)
    return whole


def days(rows: np.ndarray, leaning: Leaning, today: date) -> list[date]:
    return [today - timedelta(days=int(d)) for d in leaning.draw.integers(1, DAYS_BACK, rows.size)]
