"""Payment components in the engine: case M3, dated entries, advance payment, performance, sums on a date."""

import csv

import pytest

from firstcontact.practice import arrangement
from support.practice_runs import FEES, START, outcome, population, run, scenario
from support.shared import SHARED, needs_specs

M3 = SHARED / "specs" / "practice-model" / "examples" / "m3_payment_expected.csv"
ARRANGEMENTS = [
    FEES,
    [{"kind": "ffs", "share": 0.6}, {"kind": "capitation", "share": 0.4, "pmpm": 20}],
    [
        {"kind": "population_payment", "pmpm": 40},
        {"kind": "flat_visit_fee", "amount": 45},
        {"kind": "performance", "adj": 0.1, "of": ["population_payment", "flat_visit_fee"]},
    ],
    [
        *FEES,
        {"kind": "care_management", "name": "fee", "pmpm": 15},
        {"kind": "care_management", "name": "i", "pmpm": 2.5},
    ],
    [
        {"kind": "ffs", "share": 0.6},
        {"kind": "prepaid_visits", "share": 0.4, "uplift": 1.1},
        {"kind": "care_management", "pmpm": 32},
    ],
    [{"kind": "prospective_visit", "base": 202.65, "gaf": 1, "new_share": 0.1, "new_multiplier": 1.3416}],
    [{"kind": "sub_capitation", "base_pmpm": 30, "tier_pmpm": 8, "in_set_share": 0.8}],
    [*FEES, {"kind": "service", "rate": 48.84, "enrolled_share": 0.2}],
]


def medicare(components, **more):
    return [{"payer": "medicare", "from": "2020-01-01", "components": components, **more}]


def totals(weeks: int, components: list, **changes):
    made = scenario(weeks=weeks, payment=medicare(components), **changes)
    _, here, _ = run(made, population(made))
    return {n: outcome(here, f"{n}_usd")[0, 0] for n in ("claims", "prospective", "performance", "gross_revenue")}


@needs_specs
@pytest.mark.parametrize("i", range(8))
def test_one_week_under_eight_arrangements(i):
    with M3.open(newline="", encoding="utf-8") as f:
        row = list(csv.DictReader(f))[i]
    found = totals(1, ARRANGEMENTS[i])
    assert found["claims"] == pytest.approx(float(row["claims_usd"]), abs=0.005)
    assert found["prospective"] == pytest.approx(float(row["prospective_usd"]), abs=0.005)
    assert found["performance"] == pytest.approx(float(row["performance_accrued_usd"]), abs=0.005)
    assert found["gross_revenue"] == pytest.approx(float(row["total_usd"]), abs=0.006)


@pytest.mark.parametrize("i", [0, 1, 2, 3, 5, 6, 7])
def test_a_year_pays_what_the_closed_form_says(i):
    closed = arrangement.annual(ARRANGEMENTS[i], 1200, 2.6, 100)
    found = totals(52, ARRANGEMENTS[i])
    assert found["gross_revenue"] == pytest.approx(float(closed.total), rel=1e-12)
    assert found["performance"] == pytest.approx(float(closed.performance), rel=1e-12, abs=1e-9)


def test_a_year_of_capitation_is_twelve_months():
    found = totals(52, [{"kind": "capitation", "pmpm": 20}])
    assert found["gross_revenue"] == pytest.approx(12 * 1200 * 20, rel=1e-14)


def test_money_paid_by_the_month_comes_in_the_first_week_of_the_month():
    made = scenario(weeks=9, payment=medicare([{"kind": "capitation", "pmpm": 26, "paid_every": "month"}]))
    recorder, _, _ = run(made, population(made))
    week = 1200 * 26 * 12 / 52
    assert recorder.series(lambda w: w.prospective) == pytest.approx([week] * 9)
    assert recorder.series(lambda w: w.prospective_cash) == pytest.approx([5 * week, 0, 0, 0, 0, 4 * week, 0, 0, 0])
    assert recorder.weeks[False][0][0].totals.deferred == pytest.approx(0, abs=1e-8)


def test_money_paid_by_the_quarter_is_counted_from_the_entry():
    entry = [
        {
            "payer": "medicare",
            "from": "2022-12-11",
            "components": [{"kind": "capitation", "pmpm": 26, "paid_every": "quarter"}],
        }
    ]
    made = scenario(weeks=12, payment=entry)
    recorder, _, _ = run(made, population(made))
    week = 1200 * 26 * 12 / 52
    assert recorder.series(lambda w: w.prospective_cash) == pytest.approx([10 * week] + [0] * 9 + [13 * week, 0])


def test_performance_is_paid_a_quarter_later():
    made = scenario(weeks=30, payment=[{**medicare(ARRANGEMENTS[2])[0], "from": START}])
    recorder, _, _ = run(made, population(made))
    cash = recorder.series(lambda w: w.performance_cash)
    earned = recorder.series(lambda w: w.performance)
    assert [t for t, usd in enumerate(cash) if usd] == [25]
    assert cash[25] == pytest.approx(sum(earned[:13]))


def test_a_negative_adjustment_takes_money_back():
    parts = [
        *ARRANGEMENTS[2][:2],
        {"kind": "performance", "adj": -0.1, "of": ["flat_visit_fee"], "every_weeks": 1, "lag_weeks": 0},
    ]
    made = scenario(weeks=1, payment=medicare(parts))
    recorder, _, _ = run(made, population(made))
    assert recorder.series(lambda w: w.performance_cash) == pytest.approx([-270])


def test_a_sum_on_a_date_is_prospective_money_of_its_week():
    sums = [*FEES, {"kind": "one_time", "amount": 6000, "date": "2023-01-12"}]
    made = scenario(weeks=3, payment=medicare(sums))
    recorder, _, _ = run(made, population(made))
    assert recorder.series(lambda w: w.prospective) == [0, 6000, 0]


def test_a_total_is_shared_by_panel():
    sums = [*FEES, {"kind": "one_time", "amount_total": 9000, "date": START}]
    made = scenario(weeks=1, payment=medicare(sums))
    people = population(
        made,
        [{}, {"practice_id": "B"}],
        [{}, {"practice_id": "B", "panel": 600}],
        [{}, {"practice_id": "B"}],
    )
    _, here, _ = run(made, people)
    assert outcome(here, "prospective_usd")[:, 0] == pytest.approx([6000, 3000])


def test_the_baseline_keeps_the_arrangement_of_the_first_week():
    entries = [
        {"payer": "medicare", "from": START, "until": "2023-01-14", "components": FEES},
        {"payer": "medicare", "from": "2023-01-15", "components": [{"kind": "capitation", "pmpm": 13}]},
    ]
    made = scenario(payment=entries)
    recorder, _, _ = run(made, population(made))
    assert recorder.series(lambda w: w.gross) == pytest.approx([6000, 6000, 3600, 3600])
    assert recorder.series(lambda w: w.gross, baseline=True) == pytest.approx([6000] * 4)


def test_an_arrangement_may_hold_in_some_settings_only():
    entries = [
        {"payer": "medicare", "from": START, "where": {"setting": ["independent"]}, "components": FEES},
        {
            "payer": "medicare",
            "from": START,
            "where": {"setting": ["system"]},
            "components": [{"kind": "flat_visit_fee", "amount": 10}],
        },
    ]
    made = scenario(weeks=1, payment=entries)
    people = population(
        made, [{}, {"practice_id": "B", "setting": "system"}], [{}, {"practice_id": "B"}], [{}, {"practice_id": "B"}]
    )
    _, here, _ = run(made, people)
    assert outcome(here, "claims_usd")[:, 0] == pytest.approx([6000, 600])


def test_time_of_an_added_service_costs_the_wage_of_its_role():
    service = [*FEES, {"kind": "service", "rate": 48.84, "enrolled_share": 0.2, "minutes": 20, "role": "ma"}]
    made = scenario(weeks=1, payment=medicare(service))
    people = population(made, staff=[{}, {"role": "ma", "fte": 0, "wage_loaded_usd_year": 41_600}])
    _, here, _ = run(made, people)
    time = 240 * 20 / 60 * 12 / 52 * 41_600 / 2080
    assert outcome(here, "cost_excl_physician_usd")[0, 0] == pytest.approx(1000 + 300 + time)


def test_patients_move_between_payers_in_equal_steps():
    shift = [{"from_payer": "medicare", "to_payer": "commercial", "share": 0.5, "start": "2023-01-08", "ramp_weeks": 2}]
    made = scenario(
        payer_shift=shift,
        payment=[
            {"payer": "medicare", "from": START, "components": FEES},
            {"payer": "commercial", "from": START, "components": [{"kind": "flat_visit_fee", "amount": 1}]},
        ],
    )
    recorder, _, _ = run(made, population(made))
    assert recorder.series(lambda w: w.claims_by_payer[0]) == pytest.approx([6000, 4500, 3000, 3000])
    assert recorder.series(lambda w: w.claims_by_payer[3]) == pytest.approx([0, 15, 30, 30])
