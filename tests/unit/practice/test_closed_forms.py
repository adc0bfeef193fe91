"""Surplus, break-even line, panel, scale: model.md 7 and 13, cases M5, M11 and M14."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice import closed_tables, panel, surplus
from firstcontact.practice.breakeven_line import breakeven_line
from firstcontact.practice.exact import cents, exact, money
from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scale import scale_to_total

M14 = {
    "patients": 1600,
    "visits": 3500,
    "revenue_per_visit": 100,
    "pmpm": 20,
    "cost": 330_000,
    "replaced": 0.10,
    "added_cost": 20_000,
}
amounts = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize(("share", "net"), [(0, -35_000), (1, 34_000), (0.5, -500), (1.2, 47_800)])
def test_the_surplus_per_physician_is_that_of_the_worked_case(share, net):
    assert surplus.per_physician(share, **M14) == net


def test_the_share_that_reaches_a_target_is_that_of_the_worked_case():
    line = surplus.line(**M14)
    assert line.share_for(0) == pytest.approx(0.507246, abs=5e-7)
    assert surplus.visits_only(3500, 100, 330_000) == 20_000
    assert line.share_for(20_000) == pytest.approx(0.797101, abs=5e-7)


def test_risk_multiplies_the_capitation_only():
    assert surplus.per_physician(1, **M14, risk=1.5) == 34_000 + 192_000
    assert surplus.per_physician(0, **M14, risk=1.5) == -35_000


def test_the_table_marks_a_share_outside_0_and_1():
    rows = surplus.table(surplus.line(**M14), shares=[1.2], targets=[0, 50_000]).to_pylist()
    assert [(r["net_usd"], r["status"]) for r in rows[:3]] == [
        (Decimal("-35000.00"), "ok"),
        (Decimal("34000.00"), "ok"),
        (Decimal("47800.00"), "outside"),
    ]
    assert [r["status"] for r in rows[3:]] == ["ok", "outside"]


def test_a_level_line_is_shown_as_level():
    row = surplus.table(breakeven_line(5, 5)).to_pylist()[-1]
    assert (row["share"], row["status"]) == (None, "level")


def test_two_end_points_fix_the_line():
    line = breakeven_line(-12_000, 48_000)
    assert line.share_for(0) == 0.2
    assert line.net(0.35) == 9_000


def test_equal_end_points_have_no_break_even():
    with pytest.raises(PracticeError, match=r"PM005: the net is 5\.00 at every share"):
        breakeven_line(5, 5).share_for(0)


@given(amounts, amounts, amounts)
def test_the_net_at_the_share_for_a_target_is_the_target(at_zero, at_one, target):
    if at_zero == at_one:
        return
    line = breakeven_line(at_zero, at_one)
    share = (Fraction(target) - line.at_zero) / (line.at_one - line.at_zero)
    assert line.share_for(target) == float(share)
    assert line.net(share) == pytest.approx(target, rel=Decimal("1e-50"), abs=Decimal("1e-40"))


def test_a_change_per_physician_scales_to_a_region_without_rounding():
    assert scale_to_total("-67774.25", 223_125) == Decimal("-15122129531.25")
    assert scale_to_total(0.1, 3) == Decimal("0.3")


def test_the_panel_of_the_worked_case():
    loads = {"preventive": 0.71, "chronic": 0.99, "acute": 0.36}
    assert panel.size(2025, loads, {"preventive": 0.6, "chronic": 0.3}) == pytest.approx(1514.5849, abs=5e-5)
    assert panel.size(10, {"anything": 4}) == 2.5


def test_the_hours_of_the_worked_case():
    assert panel.hours_per_day(1500, {"a": 6, "b": 3, "c": 1, "d": 1}) == 6.6
    assert panel.hours_per_day(900, {"a": 2}, reference_panel=600) == 3


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: panel.size(1, {"a": 1}, {"b": 0.5}), "PM001 delegated.b: unknown load. Allowed: a."),
        (lambda: panel.size(1, {"a": 1}, {"a": 1.5}), "PM003 delegated.a: 1.5 is not a share. Write a number from 0"),
        (lambda: panel.size(1, {"a": 1}, {"a": 1}), "PM003: no time is left to fill"),
        (lambda: panel.hours_per_day(1, {"a": 1}, 0), "PM003 reference_panel: 0 patients cannot be compared with."),
        (lambda: scale_to_total("many", 1), "PM003 per_fte: 'many' is not a number."),
        (lambda: scale_to_total(1, float("inf")), "PM003 fte_total: inf is not a finite number."),
        (lambda: scale_to_total(True, 1), "PM003 per_fte: True is not a number."),
    ],
)
def test_bad_input_is_refused_with_a_sentence(call, sentence):
    with pytest.raises(PracticeError) as refused:
        call()
    assert sentence in str(refused.value)


def test_omitted_hours_and_loads_come_from_the_parameters():
    row = closed_tables.panel_sizes({"preventive": 0.6, "chronic": 0.3}).to_pylist()[0]
    assert row["hours_per_year"] == 2025
    assert row["panel"] == pytest.approx(1514.5849, abs=5e-5)


def test_the_hours_table_ends_with_the_total():
    rows = closed_tables.panel_hours(1500, {"visits": 6, "inbox": 5}).to_pylist()
    assert [(r["component"], r["hours_per_day"]) for r in rows] == [("visits", 3.6), ("inbox", 3), ("total", 6.6)]


@given(st.decimals(-(10**15), 10**15, places=6))
def test_a_number_leaves_exactly_as_it_came(number):
    assert money(exact(number, "x")) == number


@pytest.mark.parametrize(("amount", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68")])
def test_halves_of_a_cent_go_away_from_zero(amount, rounded):
    assert cents(Decimal(amount)) == cents(Fraction(amount)) == Decimal(rounded)
