"""Arrangements in closed form: model.md 13.1, cases M3 and M13."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice import arrangement, arrangement_file
from firstcontact.practice.problems import PracticeError, ScenarioError
from support.practice_examples import EXAMPLES, example_rows
from support.shared import needs_specs

FEES = [{"kind": "ffs"}]
PBP = [{"kind": "population_payment", "pmpm": 12}, {"kind": "flat_visit_fee", "amount": 45}]
PERFORMANCE = {"kind": "performance", "adj": 0.1, "of": ["population_payment", "flat_visit_fee"]}
WEEK = Decimal(52)

M3 = {
    "ffs": (FEES, "6000", "0", "0"),
    "hybrid": (
        [{"kind": "ffs", "share": 0.6}, {"kind": "capitation", "share": 0.4, "pmpm": 20}],
        "3600",
        "2215.38",
        "0",
    ),
    "population payment": (
        [{"kind": "population_payment", "pmpm": 40}, {"kind": "flat_visit_fee", "amount": 45}, PERFORMANCE],
        "2700",
        "11076.92",
        "1377.69",
    ),
    "care management": (
        [*FEES, {"kind": "care_management", "pmpm": 15}, {"kind": "care_management", "pmpm": 2.5, "name": "incentive"}],
        "6000",
        "4846.15",
        "0",
    ),
    "prepaid visits": (
        [
            {"kind": "ffs", "share": 0.6},
            {"kind": "prepaid_visits", "share": 0.4, "uplift": 1.1, "historical_visits": 2.6},
            {"kind": "care_management", "pmpm": 32},
        ],
        "3600",
        "11501.54",
        "0",
    ),
    "visit rate": (
        [{"kind": "prospective_visit", "base": 202.65, "gaf": 1, "new_share": 0.1, "new_multiplier": 1.3416}],
        "12574.35",
        "0",
        "0",
    ),
    "sub-capitation": (
        [{"kind": "sub_capitation", "in_set_share": 0.8, "base_pmpm": 30, "tier_pmpm": 8}],
        "1200",
        "10523.08",
        "0",
    ),
    "monthly service": ([*FEES, {"kind": "service", "rate": 48.84, "enrolled_share": 0.2}], "8704.98", "0", "0"),
}


@pytest.mark.parametrize("name", M3)
def test_a_year_is_52_times_the_worked_week(name):
    components, *expected = M3[name]
    year = arrangement.annual(components, 1200, 2.6, 100)
    weekly = [round(amount / WEEK, 2) for amount in (year.claims, year.prospective, year.performance)]
    assert weekly == [Decimal(e) for e in expected]
    assert year.total == year.claims + year.prospective + year.performance


@needs_specs
def test_the_example_file_gives_the_expected_table():
    found = arrangement_file.table(arrangement_file.read(EXAMPLES / "arrangement_pbp.yaml")).to_pylist()
    expected = example_rows("m13_arrangement_expected.csv")
    assert len(found) == len(expected)
    for row, wanted in zip(found, expected, strict=True):
        for name, value in wanted.items():
            assert row[name] == value if name in ("status", "side") else Decimal(str(row[name])) == Decimal(value), name


def test_performance_pays_a_share_of_the_components_that_it_names():
    even = arrangement.breakeven_visits([*PBP, PERFORMANCE], FEES, 100)
    assert (even.value, even.status, even.side) == (pytest.approx(3.136634, abs=5e-7), "solved", "below")
    year = arrangement.annual([{**PBP[0], "pmpm": 40}, PBP[1], PERFORMANCE], 1200, 2.6, 100)
    assert year.total == 788_040
    assert year.performance == 71_640


def test_one_time_money_is_shared_by_the_panel():
    one_time = {"kind": "one_time", "amount": 6000}
    assert arrangement.breakeven_visits([*PBP, one_time], FEES, 100, 1200).value == pytest.approx(2.709091, abs=5e-7)
    with pytest.raises(PracticeError, match="PM004 panel: one-time money is shared by the panel, which is missing"):
        arrangement.breakeven_visits([*PBP, one_time], FEES, 100)
    assert arrangement.breakeven_visits([*PBP, one_time], [*FEES, one_time], 100).status == "solved"


def test_what_is_earned_is_shown_per_patient_and_per_visit():
    year = arrangement.annual(FEES, 400, 1.5, 100)
    assert (year.per_patient, year.per_visit) == (150, 100)
    assert arrangement.annual(FEES, 400, 0, 100).per_visit is None
    assert arrangement.annual(FEES, 0, 2, 100).per_patient is None


def test_risk_counts_only_with_its_exponent():
    adjusted, plain = ({"kind": "capitation", "pmpm": 10, "risk_exponent": e} for e in (1, 0))
    assert arrangement.annual([adjusted], 100, 2, 100, risk=1.25).total == 15_000
    assert arrangement.annual([plain], 100, 2, 100, risk=1.25).total == 12_000


def test_what_only_moves_cash_leaves_the_year_unchanged():
    paid_ahead = [{**PBP[0], "paid_every": "month", "name": "base"}, PBP[1]]
    assert arrangement.difference(paid_ahead, PBP, 1200, 2.6, 100) == 0


@pytest.mark.parametrize(
    ("new", "old", "status", "side"),
    [
        (PBP, FEES, "solved", "below"),
        (FEES, PBP, "solved", "above"),
        ([*FEES, {"kind": "care_management", "pmpm": 1}], FEES, "always", None),
        (FEES, [*FEES, {"kind": "care_management", "pmpm": 1}], "never", None),
        (FEES, [{"kind": "ffs", "share": 1, "name": "fees"}], "equal", None),
        ([{"kind": "ffs", "share": 1.5}, {"kind": "care_management", "pmpm": 1}], FEES, "always", None),
        ([{"kind": "ffs", "share": 0.5}], [*FEES, {"kind": "care_management", "pmpm": 1}], "never", None),
        ([{"kind": "ffs", "share": 0.5}], FEES, "solved", "below"),
    ],
)
def test_the_status_says_where_the_new_arrangement_pays_more(new, old, status, side):
    even = arrangement.breakeven_visits(new, old, 100)
    assert (even.status, even.side) == (status, side)
    assert (even.value is None) == (status != "solved")


amount = st.decimals(0, 500, places=2)


@given(amount, amount, amount, st.decimals("0.01", 500, places=2), st.integers(1, 5000))
def test_at_the_break_even_both_arrangements_pay_the_same(pmpm, fee, care, price, panel):
    new = [{"kind": "population_payment", "pmpm": pmpm}, {"kind": "flat_visit_fee", "amount": fee}]
    old = [*FEES, {"kind": "care_management", "pmpm": care}]
    even = arrangement.breakeven_visits(new, old, price)
    if even.status == "solved":
        gap = arrangement.difference(new, old, panel, even.value, price)
        assert abs(gap) <= Decimal(panel) * (12 * abs(pmpm - care) + price + fee) * Decimal("1e-12")
        step = Decimal("-0.5") if even.side == "below" else Decimal("0.5")
        assert arrangement.difference(new, old, panel, Decimal(even.value) + step, price) > 0


@given(st.lists(st.tuples(amount, amount), min_size=1, max_size=4), st.integers(0, 5000), amount, amount)
def test_a_slow_sum_over_months_and_visits_gives_the_same_year(parts, panel, visits, price):
    components, slow = [], Decimal(0)
    for i, (monthly, fee) in enumerate(parts):
        components += [{"kind": "care_management", "pmpm": monthly, "name": f"m{i}"}]
        components += [{"kind": "flat_visit_fee", "amount": fee, "geo": 0.5, "name": f"f{i}"}]
        slow += sum(monthly * panel for _ in range(12)) + fee / 2 * visits * panel
    assert arrangement.annual(components, panel, visits, price).total == slow


@pytest.mark.parametrize(
    ("component", "sentence"),
    [
        ({"kind": "capitation", "pmmp": 3}, "PM001 components[0].pmmp: unknown key. Did you mean pmpm? Allowed: kind"),
        ({"kind": "capitation"}, "PM004 components[0].pmpm: capitation needs pmpm."),
        ({"kind": "capitation", "pmpm": "high"}, "PM003 components[0].pmpm: 'high' is not a number."),
        ({"kind": "capitation", "pmpm": 3, "risk_exponent": 2}, "PM003 components[0].risk_exponent: 2 is not a risk"),
        ({"kind": "fees"}, "PM001 components[0].kind: fees is not a kind of component. Allowed: ffs,"),
        ({"kind": "performance", "adj": 1, "of": ["x"]}, "no component is named x."),
        ({"kind": "performance", "adj": 1}, "PM004 components[0].of: performance needs of."),
        ({"kind": "prepaid_visits"}, "PM004 components[0].historical_visits: prepaid_visits needs historical_visits."),
        ("ffs", "PM003 components[0]: this is not a component."),
    ],
)
def test_a_component_that_cannot_be_paid_is_refused(component, sentence):
    with pytest.raises(ScenarioError) as refused:
        arrangement.annual([component], 1, 1, 1)
    assert sentence in str(refused.value)


def test_every_problem_of_a_file_is_told_with_its_line(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(
        "schema: firstcontact.arrangement/1\nid: x\nprice_per_visit: ten\nold:\n  - {kind: ffs, sare: 1}\n"
        "new:\n  - {kind: capitation}\npoints:\n  - {panel: 3, visit: 2}\n"
    )
    with pytest.raises(ScenarioError) as refused:
        arrangement_file.read(file)
    assert [str(p).split(": ")[0] for p in refused.value.problems] == [
        "PM003 bad.yaml:3 price_per_visit",
        "PM001 bad.yaml:5 old[0].sare",
        "PM004 bad.yaml:7 new[0].pmpm",
        "PM001 bad.yaml:9 points[0].visit",
        "PM004 bad.yaml:9 points[0].visits_per_patient_year",
    ]


def test_a_file_with_other_keys_or_another_schema_is_refused(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("schema: firstcontact.practice/1\nid: x\nolder: []\nnew: 5\n")
    with pytest.raises(ScenarioError) as refused:
        arrangement_file.read(file)
    text = str(refused.value)
    assert "PM003 bad.yaml:1 schema: 'firstcontact.practice/1' is not firstcontact.arrangement/1." in text
    assert "PM001 bad.yaml:3 older: unknown key. Did you mean old?" in text
    assert "PM003 bad.yaml:4 new: this is not a list." in text
    assert "PM004 bad.yaml:1 points: the key points is missing." in text
