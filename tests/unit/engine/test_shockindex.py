"""Rows of the shock monitor's index: its people and its status follow the months that it is made of."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from firstcontact.engine.periods import make_period
from firstcontact.engine.rows import PUBLISHED, TOO_FEW, Rules
from firstcontact.engine.shockindex import index_numbers
from firstcontact.workspace import Event

EVENT = Event(id="e", start_month="2024-01", baseline={"from": "2023-01", "to": "2023-12"}, headline=True)
BASE = SimpleNamespace(value="rate_per_1000", denominator_unit="person_months")
META = SimpleNamespace(publish_if=SimpleNamespace(people_at_least=30))


def index(kind: str, people: list[int], visits: list[float], event: Event | None = EVENT, per_day: bool = False):
    """One group over the months from January 2023, each with 1,000 person-months."""
    periods = [make_period(date(2023 + m // 12, m % 12 + 1, 1), 1, "month") for m in range(len(people))]
    frame = SimpleNamespace(periods=periods, grids={"month": [0]}, starts=np.arange(len(periods) + 1))
    x, n = np.array(visits), np.full(len(people), 1000.0)
    codes = np.where(np.array(people) < 30, TOO_FEW, PUBLISHED).astype(np.int8)
    base = SimpleNamespace(frame=frame, id="v", codes=codes, value=x, x=x, n=n, people=np.array(people))
    around = SimpleNamespace(event=event, per_working_day=per_day, rules=Rules(None))
    return index_numbers(base, BASE, True, kind, META, around)


PEOPLE = [50, 40, *[60] * 10, 55, 70]
VISITS = [200.0, 100.0, *[150.0] * 10, 100.0, 50.0]


def test_the_mean_stands_on_the_least_people_of_all_months_of_the_baseline() -> None:
    found = index("mean", PEOPLE, VISITS)
    assert found.people[12:].tolist() == [40, 40]
    assert found.value[12] == pytest.approx(100 * 100 / 150)


def test_the_same_month_stands_on_the_people_of_that_month_alone() -> None:
    found = index("same_month", PEOPLE, VISITS)
    assert found.people[12:].tolist() == [50, 40]  # of January 50 and 55, of February 40 and 70
    assert found.value[12:].tolist() == [50.0, 50.0]


def test_a_month_of_few_people_spoils_the_same_month_of_other_years_only() -> None:
    few = [50, 20, *PEOPLE[2:]]
    found = index("same_month", few, VISITS)
    assert (found.value[12], found.codes[12]) == (50.0, PUBLISHED)
    assert np.isnan(found.value[13])
    assert np.isnan(index("mean", few, VISITS).value[12:]).all()
