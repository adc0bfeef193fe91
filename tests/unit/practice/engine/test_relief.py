"""Relief programmes: case M4 and what loans may not do."""

from datetime import date

import numpy as np
import pytest

from firstcontact.practice.draws.hashing import uniform
from firstcontact.practice.engine.dates import add_months
from firstcontact.practice.engine.relief import Instalments
from firstcontact.practice.engine.week import Week
from support.practice_runs import outcome, population, run, scenario

YEAR_2020 = "2020-04-12"
FULL_STAFF = [{"fte": 2}, {"role": "ma", "fte": 4, "wage_loaded_usd_year": 41_360}]
LOAN = 76_133.33


def ppp(**rules):
    return {"kind": "ppp", "date": YEAR_2020, "nonpayroll_share": 0, **rules}


def one(made, **people):
    return run(made, population(made, **people))


def test_payroll_of_the_full_staff_is_forgiven_whole():
    made = scenario(start=YEAR_2020, weeks=26, relief=[ppp()])
    recorder, here, _ = one(made, practices=[{"physician_pay_usd_year": 250_000}], staff=FULL_STAFF)
    assert recorder.series(lambda w: w.relief_cash)[0] == pytest.approx(LOAN, abs=0.005)
    assert recorder.series(lambda w: w.recognised)[24] == pytest.approx(LOAN, abs=0.005)
    assert outcome(here, "relief_recognised_usd")[0, 0] == pytest.approx(LOAN, abs=0.005)
    assert sum(recorder.series(lambda w: w.repaid)) == 0
    covered = recorder.weeks[False][0][0].programmes[0].payroll
    assert covered[0, 0] == pytest.approx(168_664.62, abs=0.005)


def forgiven(p24: float, n24: float) -> tuple[float, float]:
    """What is forgiven, and the instalment of the rest, when the covered weeks came to these amounts."""
    made = scenario(start=YEAR_2020, weeks=26, relief=[ppp(nonpayroll_share=1)])
    overhead = n24 / 24 * 52
    recorder, _, _ = one(
        made, practices=[{"physician_pay_usd_year": 250_000, "overhead_usd_year": overhead}], staff=FULL_STAFF
    )
    loan = recorder.weeks[False][0][0].programmes[0]
    loan.payroll = np.full((1, 1), p24)
    week, after = Week(24), Week(25)
    loan.pay(week)
    loan.pay(after)
    return week.recognised[0, 0], after.repaid[0, 0]


def test_what_is_not_forgiven_is_paid_back_in_260_weeks():
    assert forgiven(24_000, 5_000) == pytest.approx((29_000, 185.8693), abs=5e-4)
    assert forgiven(24_000, 40_000) == pytest.approx((40_000, 142.4910), abs=5e-4)


def test_the_instalments_add_up():
    debt = Instalments.of(np.full((1, 1), 36_133.33), 0.01, 260)
    paid = 0.0
    for t in range(270):
        week = Week(t)
        debt.pay(week)
        paid += float(week.repaid[0, 0])
    assert paid == pytest.approx(37_047.67, abs=0.02)
    assert debt.balance[0, 0] == pytest.approx(0, abs=1e-6)


def advance(visits: float, weeks: int, **rules):
    made = scenario(
        start=YEAR_2020, weeks=weeks, relief=[{"kind": "medicare_advance", "date": YEAR_2020, "months": 3, **rules}]
    )
    recorder, _, _ = one(made, payers=[{"panel": 52 * visits, "visits_per_patient_year": 1}])
    return made, recorder


def test_an_advance_is_taken_back_by_the_calendar():
    made, recorder = advance(20, 130)
    repaid = recorder.series(lambda w: w.repaid)
    assert recorder.series(lambda w: w.relief_cash)[0] == pytest.approx(26_000)
    dated = {day.isoformat(): usd for day, usd in zip(made.week_starts, repaid, strict=True) if usd}
    assert min(dated) == "2021-04-18"
    assert max(dated) == "2022-03-27"
    assert len(dated) == 50
    assert list(dated.values()) == pytest.approx([500] * 47 + [1000, 1000, 500])


def test_what_small_collections_leave_falls_due_at_once():
    made = scenario(
        start=YEAR_2020,
        weeks=130,
        relief=[{"kind": "medicare_advance", "date": YEAR_2020, "months": 3}],
        shock=None,
        payer_shift=[
            {"from_payer": "medicare", "to_payer": "commercial", "share": 0.7, "start": "2020-04-19", "ramp_weeks": 1}
        ],
    )
    recorder, _, _ = one(made, payers=[{"panel": 1040, "visits_per_patient_year": 1}])
    repaid = recorder.series(lambda w: w.repaid)
    days = [day.isoformat() for day in made.week_starts]
    assert recorder.series(lambda w: w.medicare_collections)[5] == pytest.approx(600)
    assert sum(usd for day, usd in zip(days, repaid, strict=True) if day < "2022-09-12") == pytest.approx(15_150)
    assert repaid[days.index("2022-09-18")] == pytest.approx(10_850)
    assert sum(repaid) == pytest.approx(26_000)


def test_an_advance_that_bears_interest_is_paid_from_half_of_the_collections():
    rules = {"recoup_start_months": 0, "phase1_months": 0, "phase2_months": 0, "demand": "interest"}
    _, recorder = advance(20, 3, **rules)
    assert recorder.series(lambda w: w.interest)[1] == pytest.approx(26_000 * 0.04 / 52)
    assert recorder.series(lambda w: w.repaid)[1:] == pytest.approx([1000, 1000])


def test_provider_relief_is_two_percent_of_yearly_revenue():
    made = scenario(start=YEAR_2020, weeks=2, relief=[{"kind": "prf", "phase": 1, "date": YEAR_2020}])
    _, here, _ = one(made)
    assert outcome(here, "relief_recognised_usd")[0, 0] == pytest.approx(0.02 * 52 * 6000)
    assert outcome(here, "operating_net_usd")[0, 0] == pytest.approx(2 * (6000 - 1000 - 300 - 2000))


HALF_OPEN = {
    "series": "builtin:shock_weekly_2020",
    "kind": "realised",
    "by_specialty": {"family": "all_specialties"},
    "overrides": [{"from": "2020-01-05", "until": "2020-12-31", "factor": 0.5}],
    "after": "baseline",
}


def test_phase_three_pays_most_of_the_losses_of_the_first_half_of_2020():
    relief = [
        {"kind": "prf", "phase": 1, "date": YEAR_2020},
        {"kind": "prf", "phase": 3, "date": "2020-11-01"},
    ]
    made = scenario(start="2020-01-05", weeks=50, relief=relief, shock=HALF_OPEN)
    recorder, _, _ = one(made)
    received = [usd for usd in recorder.series(lambda w: w.recognised) if usd]
    losses = 26 * (3000 - 150)
    assert received == pytest.approx([6240, 0.90 * losses - 6240])


def test_a_second_loan_needs_a_quarter_that_fell():
    relief = [{"kind": "ppp_second_draw", "date": "2020-05-03", "nonpayroll_share": 0}]
    fell = scenario(start="2020-01-05", weeks=20, relief=relief, shock=HALF_OPEN)
    held = scenario(start="2020-01-05", weeks=20, relief=relief)
    assert sum(one(fell)[0].series(lambda w: w.relief_cash)) == pytest.approx(2.5 * 100_000 / 12)
    assert sum(one(held)[0].series(lambda w: w.relief_cash)) == 0


def test_big_practices_get_no_payroll_loan():
    made = scenario(start=YEAR_2020, weeks=1, relief=[ppp()])
    recorder, _, _ = one(made, practices=[{"employees": 501}])
    assert recorder.series(lambda w: w.relief_cash) == [0]


def test_take_up_is_decided_by_the_practice_and_not_by_its_place():
    made = scenario(
        start=YEAR_2020, weeks=1, relief=[{"kind": "grant", "date": YEAR_2020, "amount_usd": 10, "take_up": 0.5}]
    )
    ids = [f"P{i:02}" for i in range(20)]
    each = [{"practice_id": i} for i in ids]
    _, here, _ = one(made, practices=each, payers=each, staff=each)
    taken = [uniform(made.seed, "take_up:grant", i) < 0.5 for i in ids]
    assert list(outcome(here, "relief_recognised_usd")[:, 0] > 0) == taken


def test_a_loan_makes_no_income_and_costs_its_interest():
    loan = {
        "kind": "loan",
        "date": "2023-01-08",
        "amount_usd": 5200,
        "term_weeks": 10,
        "annual_rate": 0.52,
        "grace_weeks": 2,
    }
    made = scenario(weeks=20, relief=[loan])
    recorder, here, baseline = one(made)
    assert outcome(here, "operating_net_usd") == pytest.approx(outcome(baseline, "operating_net_usd"))
    paid = recorder.series(lambda w: w.repaid)
    instalment = 5200 * 0.01 / (1 - 1.01**-10)
    assert paid[4:14] == pytest.approx([instalment] * 10)
    interest = 10 * instalment - 5200
    assert outcome(here, "end_cash_usd") - outcome(baseline, "end_cash_usd") == pytest.approx(-interest)
    assert outcome(here, "net_after_relief_usd") - outcome(baseline, "net_after_relief_usd") == pytest.approx(-interest)


def test_months_are_calendar_months_clipped_to_their_end():

    assert add_months(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert add_months(date(2020, 4, 12), 29) == date(2022, 9, 12)
