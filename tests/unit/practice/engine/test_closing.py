"""Practices that close: who, when, and where the patients go."""

import numpy as np
import pytest

from firstcontact.practice.draws.hashing import uniform
from firstcontact.practice.results import simulate
from support.practice_runs import outcome, population, run, scenario

DEEP = {"cash_start_usd": -1, "overhead_usd_year": 900_000}
EXIT = {"enabled": True, "weeks_below": 1, "weekly_hazard": 0.4}
TWO = [{}, {"practice_id": "B"}]


def people(made, **changes):
    same = [{"ar_lag_weeks": 2, **row} for row in TWO]
    return population(made, [DEEP, {"practice_id": "B", "cash_start_usd": 1e9, **changes}], same, TWO)


def test_a_lane_closes_when_its_own_number_falls_below_the_hazard():
    made = scenario(weeks=12, draws=40, exit=EXIT)
    recorder, _, _ = run(made, people(made))
    for draw in range(40):
        open_ = recorder.series(lambda w: w.gate, (0, draw))
        hit = [t for t in range(12) if uniform(made.seed, "exit", "A", draw, t) < 0.4]
        closes = hit[0] + 1 if hit else 12
        assert open_ == [1.0] * min(closes, 12) + [0.0] * max(0, 12 - closes)
        assert recorder.series(lambda w: w.gate, (1, draw)) == [1.0] * 12


def test_a_closed_practice_sees_nobody_and_still_collects():
    made = scenario(weeks=6, exit={**EXIT, "weekly_hazard": 1})
    recorder, _, _ = run(made, people(made))
    assert recorder.series(lambda w: w.seen.visits) == pytest.approx([60, 0, 0, 0, 0, 0])
    assert recorder.series(lambda w: w.cost)[1:] == [0] * 5
    assert recorder.series(lambda w: w.pay)[1:] == [0] * 5
    assert recorder.series(lambda w: w.collections) == pytest.approx([6000, 6000, 6000, 0, 0, 0])
    assert recorder.series(lambda w: w.fte)[1:] == [0] * 5


def test_a_practice_may_be_kept_from_closing():
    made = scenario(weeks=4, exit={**EXIT, "weekly_hazard": 1})
    kept = population(made, [{**DEEP, "exit_eligible": False}])
    assert run(made, kept)[0].series(lambda w: w.gate) == [1.0] * 4


def test_patients_of_a_closed_practice_move_to_the_open_ones_of_the_region():
    made = scenario(weeks=4, exit={**EXIT, "weekly_hazard": 1, "redistribute": True})
    recorder, _, _ = run(made, people(made))
    assert recorder.series(lambda w: w.need, (1, 0)) == pytest.approx([60, 120, 120, 120])
    other = scenario(weeks=4, exit={**EXIT, "weekly_hazard": 1, "redistribute": True})
    apart, _, _ = run(other, people(other, region="elsewhere"))
    assert apart.series(lambda w: w.need, (1, 0)) == pytest.approx([60] * 4)


def test_moving_patients_do_not_depend_on_the_chunk():
    made = scenario(weeks=8, draws=30, exit={**EXIT, "redistribute": True})
    one, two = (simulate(made, people(made), chunk=c) for c in (5, 20_000))
    assert one.summary.equals(two.summary)


def test_debts_of_a_closed_practice_are_paid_from_what_is_collected():
    loan = {"kind": "loan", "date": "2023-01-01", "amount_usd": 100_000, "term_weeks": 10, "annual_rate": 0}
    made = scenario(weeks=6, exit={**EXIT, "weekly_hazard": 1}, relief=[loan])
    deep = population(made, [{**DEEP, "cash_start_usd": -1e9}], [{"ar_lag_weeks": 2}])
    recorder, here, _ = run(made, deep)
    assert recorder.series(lambda w: w.repaid) == pytest.approx([0, 6000, 6000, 0, 0, 0])
    assert np.isfinite(outcome(here, "end_cash_usd")).all()
