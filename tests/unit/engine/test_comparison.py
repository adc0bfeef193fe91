"""Gaps of one region, by hand: which strata are compared, and what is said of those who stand in none."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from firstcontact.engine.comparison import comparisons
from firstcontact.engine.derivedrows import Surroundings
from firstcontact.engine.intervals import NONE
from firstcontact.engine.periods import make_period
from firstcontact.engine.rows import PUBLISHED, Rules

META = SimpleNamespace(
    id="gap",
    formula="gap",
    groups=["region"],
    reference=None,
    publish_if=SimpleNamespace(people_at_least=30, strata_at_least=2),
)
WORDS = "race ethnicity is not known for more than 30 % of what is counted"


def compared(counts: dict[str, tuple[float, int]]) -> tuple[list, Rules]:
    """Rows of the gap by race and ethnicity of 2024; counts: stratum, unknown first -> value, people."""
    names, size = list(counts), len(counts)
    row_set = SimpleNamespace(number=7, group="region", stratum="race_ethnicity")
    labels = SimpleNamespace(
        stratum_ids=lambda kind: names,
        stratum_keys=lambda kind: list(range(size)),
        group_keys=lambda kind: [0],
        group_ids=lambda kind: ["R"],
    )
    frame = SimpleNamespace(
        sets={"year": (row_set,)},
        labels=labels,
        grids={"year": SimpleNamespace(positions={7: np.arange(size).reshape(1, size)})},
        periods=[make_period(date(2024, 1, 1), 12, "year")],
        starts=np.array([0, size]),
    )
    value, people = (np.array(column) for column in zip(*counts.values(), strict=True))
    base = SimpleNamespace(
        id="seen", frame=frame, value=value, lower=value * np.nan, upper=value * np.nan, x=value * people, n=people,
        people=people, method=np.full(size, NONE), codes=np.full(size, PUBLISHED),
    )  # fmt: skip
    around = Surroundings(Rules(None))
    return list(comparisons(META, base, "race_ethnicity", around)), around.rules


def test_unknown_never_enters_a_gap_and_up_to_thirty_percent_need_no_word():
    rows, rules = compared({"unknown": (0.9, 30), "a": (0.5, 40), "b": (0.25, 30)})
    assert [r[2].value for r in rows] == [pytest.approx(0.25)]
    assert rules.cautions == {}


def test_more_than_thirty_percent_unknown_is_said_with_the_year():
    _, rules = compared({"unknown": (0.9, 31), "a": (0.5, 40), "b": (0.25, 30)})
    assert rules.cautions == {"gap.seen": [WORDS]}
    assert rules.places == {("gap.seen", WORDS): ["2024"]}
