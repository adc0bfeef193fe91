"""Response rates: the printed case, an exact twin, and what has no denominator."""

import csv
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.survey.disposition.rates import CLASSES, RATES, response_rates
from support.shared import SHARED, needs_specs

WORKED = {"I": 120, "P": 15, "R": 20, "NC": 60, "O": 5, "UH": 30, "UO": 50, "NE": 12}


@needs_specs
def test_the_printed_counts_give_the_printed_rates():
    with (SHARED / "specs/surveys/worked/fielding/expected_response_rates.csv").open(encoding="utf-8") as f:
        printed = {r["rate"]: float(r["value"]) for r in csv.DictReader(f)}
    found = response_rates(WORKED)
    assert printed.keys() == found.keys() == set(RATES)
    assert found == pytest.approx(printed, rel=5e-10)


def slow(c):
    i, p, r, nc, o, uh, uo, ne = (Fraction(c[k]) for k in CLASSES)
    k, u = i + p + r + nc + o, uh + uo
    e = k / (k + ne) if k + ne else None
    eu = k + e * u if e is not None else 0
    both = i + p
    pairs = {
        "RR1": (i, k + u), "RR2": (both, k + u), "RR3": (i, eu), "RR4": (both, eu), "RR5": (i, k), "RR6": (both, k),
        "COOP1": (i, both + r + o), "COOP2": (both, both + r + o), "COOP3": (i, both + r), "COOP4": (both, both + r),
        "REF1": (r, k + u), "REF2": (r, eu), "REF3": (r, k),
        "CON1": (both + r + o, k + u), "CON2": (both + r + o, eu), "CON3": (both + r + o, k),
    }  # fmt: skip
    return {"e": e, **{name: a / b if b else None for name, (a, b) in pairs.items()}}


@given(st.fixed_dictionaries({c: st.integers(0, 50) for c in CLASSES}))
def test_rates_equal_the_exact_twin(counts):
    exact = slow(counts)
    for name, value in response_rates(counts).items():
        if exact[name] is None:
            assert value is None, name
        else:
            assert value == pytest.approx(float(exact[name])), name


def test_nobody_asked_gives_no_rates_at_all():
    assert set(response_rates({}).values()) == {None}
