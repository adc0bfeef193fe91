"""Single steps of a week that the worked case does not reach."""

import pytest

from firstcontact.practice.engine.receivables import EvenAccount
from firstcontact.practice.problems import PracticeError
from support.practice_runs import outcome, population, run, scenario

MA = {"role": "ma", "fte": 2, "wage_loaded_usd_year": 52_000}


def pay(rule, cash_in=6000, overhead=52_000, **share):
    made = scenario(weeks=1, physician_pay={"default": {"rule": rule, **share}})
    _, here, _ = run(made, population(made, [{"overhead_usd_year": overhead}]))
    return outcome(here, "physician_pay_usd")[0, 0]


def test_fixed_pay_is_base_pay_whatever_comes_in():
    assert pay("fixed", overhead=520_000) == pytest.approx(2000)


def test_pay_with_a_floor_gives_way_down_to_the_floor():
    assert pay("floor", share=0.5) == pytest.approx(2000)
    assert pay("floor", share=0.5, overhead=52_000 * 4.2) == pytest.approx(6000 - 4200 - 300)
    assert pay("floor", share=0.5, overhead=520_000) == pytest.approx(1000)


def test_residual_pay_takes_what_is_left():
    assert pay("residual", share=0.5) == pytest.approx(6000 - 1000 - 300)
    assert pay("residual", share=0.5, overhead=520_000) == pytest.approx(1000)


def test_base_pay_follows_the_physicians():
    made = scenario(weeks=1)
    _, here, _ = run(made, population(made, staff=[{"fte": 2.5}]))
    assert outcome(here, "physician_pay_usd")[0, 0] == pytest.approx(5000)


def test_added_staff_costs_its_wage_from_the_first_day_on():
    change = {"role": "ma", "from": "2023-01-08", "add_fte": 1}
    made = scenario(staffing={"response": False, "changes": [change]})
    recorder, _, _ = run(made, population(made, staff=[{}, MA]))
    assert recorder.series(lambda w: w.cost) == pytest.approx([3300, 4300, 4300, 4300])
    assert recorder.series(lambda w: w.fte) == pytest.approx([3, 4, 4, 4])


def test_a_new_ratio_of_staff_replaces_the_old_staff():
    change = {"role": "ma", "from": "2023-01-08", "fte_per_fte_md": 0.5}
    made = scenario(staffing={"response": False, "changes": [change]})
    recorder, _, _ = run(made, population(made, staff=[{}, MA]))
    assert recorder.series(lambda w: w.fte) == pytest.approx([3, 1.5, 1.5, 1.5])


def test_hiring_costs_are_paid_in_the_week_of_the_change():
    change = {"role": "ma", "from": "2023-01-08", "add_fte": 1}
    costs = {"turnover": {}, "turnover_cost": 2600, "rehire_share": 0.5}
    made = scenario(staffing={"response": False, "changes": [change]}, costs=costs)
    recorder, _, _ = run(made, population(made, staff=[{}, MA]))
    assert recorder.series(lambda w: w.rehire) == pytest.approx([0, 1300, 0, 0])


def test_a_programme_cost_falls_in_the_week_that_holds_its_day():
    costs = {"turnover": {}, "turnover_cost": 0, "programme": [{"date": "2023-01-11", "amount_usd": 700}]}
    made = scenario(costs=costs)
    recorder, _, _ = run(made, population(made))
    assert recorder.series(lambda w: w.cost) == pytest.approx([1300, 2000, 1300, 1300])


def test_time_limits_the_visits():
    rule = {
        "rule": "time",
        "hours_week": 20,
        "nonvisit": 0.25,
        "npp_rel": 0.5,
        "minutes": {"office": 20, "video": 20, "phone": 10},
    }
    made = scenario(weeks=1, capacity=rule)
    _, here, _ = run(made, population(made))
    assert outcome(here, "visits")[0, 0] == pytest.approx(45)
    helped = population(made, staff=[{}, {"role": "np_pa", "fte": 0.5, "wage_loaded_usd_year": 1}])
    assert outcome(run(made, helped)[1], "visits")[0, 0] == pytest.approx(56.25)


def test_the_last_capacity_entry_that_fits_a_practice_holds():
    rule = {"rule": "rate", "days": 52, "visits_per_day": 30, "headroom": 1}
    entries = [rule, {"where": {"practice_id": ["B"]}, "rule": "none"}]
    made = scenario(weeks=1, capacity=entries)
    two = [{}, {"practice_id": "B"}]
    _, here, _ = run(made, population(made, two, two, two))
    assert outcome(here, "visits")[:, 0] == pytest.approx([30, 60])


def test_realised_visits_need_no_backlog_even_where_capacity_binds():
    shock = {
        "series": "builtin:shock_weekly_2020",
        "kind": "realised",
        "by_specialty": {"family": "all_specialties"},
        "after": "baseline",
    }
    rule = {"rule": "rate", "days": 52, "visits_per_day": 30, "headroom": 1}
    made = scenario(start="2020-03-01", weeks=2, shock=shock, capacity=rule)
    recorder, _, _ = run(made, population(made))
    assert recorder.series(lambda w: w.seen.returning) == [0, 0]
    assert recorder.series(lambda w: w.seen.avoided) == pytest.approx([0, 1.8])


def test_cash_at_the_start_may_be_weeks_of_cost():
    weeks = {"cash_on_hand_weeks": {"value": 3, "status": "assumed"}}
    made = scenario(weeks=1, parameters={"set": weeks})
    recorder, _, _ = run(made, population(made, [{"cash_start_usd": None}]))
    assert recorder.weeks[False][0][0].opening.cash[0, 0] == pytest.approx(3 * (1000 + 300 + 2000))


def test_an_empty_lag_is_the_parameter_in_whole_weeks():
    lag = {"ar_lag_weeks_ffs": {"value": 2.5, "status": "assumed"}}
    made = scenario(weeks=1, parameters={"set": lag})
    recorder, _, _ = run(made, population(made, payers=[{"ar_lag_weeks": None}]))
    assert recorder.weeks[False][0][2] == pytest.approx(3 * 6000)


def test_prices_from_the_fee_schedule_follow_code_date_and_place(tmp_path):
    mix = tmp_path / "mix.csv"
    mix.write_text("mode,hcpcs,units_per_visit,source\noffice,99213,1,x\n", encoding="utf-8")
    prices = {"preset": "fee_schedule", "visit_mix": str(mix), "collection_rate": 1, "sequestration": True}
    made = scenario(start="2020-03-01", weeks=12, prices=prices)
    recorder, _, _ = run(made, population(made, [{"locality": "14212-01"}]))
    claims = recorder.series(lambda w: w.claims)
    assert claims[0] == pytest.approx(60 * 84.75 * (1 - 0.8 * 0.02))
    assert claims[10] == pytest.approx(60 * 84.75)


def test_a_set_of_codes_is_taken_out_of_the_fees(tmp_path):
    mix = tmp_path / "mix.csv"
    mix.write_text("mode,hcpcs,units_per_visit,source\noffice,99213,0.5,x\noffice,99214,0.5,x\n", encoding="utf-8")
    prices = {"preset": "fee_schedule", "visit_mix": str(mix), "collection_rate": 1, "sequestration": False}
    parts = [{"kind": "sub_capitation", "base_pmpm": 0, "in_set_codes": ["99214"]}]
    entry = [{"payer": "medicare", "from": "2020-01-01", "components": parts}]
    made = scenario(start="2020-03-01", weeks=1, prices=prices, payment=entry)
    _, here, _ = run(made, population(made, [{"locality": "national"}]))
    assert outcome(here, "claims_usd")[0, 0] == pytest.approx(60 * 0.5 * 76.15)


def test_a_balance_that_does_not_hold_stops_the_run(monkeypatch):
    monkeypatch.setattr(EvenAccount, "outstanding", lambda self, t: 1e6)
    made = scenario()
    with pytest.raises(PracticeError, match="PM050 receivables") as caught:
        run(made, population(made))
    assert "residual" in str(caught.value)
