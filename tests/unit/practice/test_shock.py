"""Weekly visit series: model.md 13.4, case M15."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice import closed_tables, shock
from firstcontact.practice.problems import PracticeError, ScenarioError

HEADER = "series,week_start,visit_factor,telemedicine_share_of_baseline,kind,provenance,status,source_id\n"
SUNDAY = date(2020, 3, 1)


def shipped():
    return shock.load("builtin:shock_weekly_2020")["all_specialties"]


def written(folder, factors, name="toy"):
    lines = [f"{name},{SUNDAY + timedelta(7 * i)},{f},0,demand,assumed,assumed,spec\n" for i, f in enumerate(factors)]
    path = folder / "series.csv"
    path.write_text(HEADER + "".join(lines))
    return shock.load(path)[name]


@pytest.mark.parametrize(
    ("first", "last", "year_start"),
    [
        (2, 44, None),
        (10, 52, date(2020, 1, 5)),
        (date(2020, 3, 8), date(2020, 12, 27), None),
    ],
)
def test_positions_calendar_weeks_and_dates_name_the_same_rows(first, last, year_start):
    assert shock.cumulative(shipped(), first, last, year_start) == pytest.approx(-0.135767, abs=5e-7)


def test_the_loss_of_a_year_is_that_of_the_worked_case():
    assert shock.annual_loss_share(shipped()) == pytest.approx(0.112269, abs=5e-7)
    recovery = {"from": date(2020, 5, 10), "weeks": 16, "to": 1}
    assert shock.annual_loss_share(shipped(), recovery=recovery) == pytest.approx(0.126346, abs=5e-7)


def test_the_toy_series_of_the_worked_case(tmp_path):
    toy = written(tmp_path, [1, 0.5, 0.8])
    assert shock.cumulative(toy, 1, 3) == pytest.approx(-0.233333, abs=5e-7)
    assert shock.cumulative(toy, 2, 3) == -0.35
    assert shock.annual_loss_share(toy) == pytest.approx(0.013462, abs=5e-7)
    assert shock.cumulative(toy, SUNDAY + timedelta(13), SUNDAY + timedelta(14)) == -0.35


def test_any_day_of_a_week_means_its_row():
    assert shock.cumulative(shipped(), date(2020, 3, 14), date(2020, 3, 14)) == -0.03


@pytest.mark.parametrize(
    ("first", "last", "year_start", "sentence"),
    [
        (1, 45, None, "PM010 last: position 45 is outside all_specialties, which has the positions 1 to 44."),
        (8, 20, date(2020, 1, 5), "PM010: all_specialties has no row for the week of 2020-02-23"),
        (date(2020, 12, 27), date(2021, 1, 10), None, "PM010: all_specialties has no row for the week of 2021-01-03"),
        (5, 4, None, "PM003 last: the last week (2020-03-22) is before the first (2020-03-29). Exchange them."),
        ("soon", 4, None, "PM003 first: soon is not a date. Write YYYY-MM-DD."),
    ],
)
def test_a_week_without_a_row_is_refused_never_counted_as_0(first, last, year_start, sentence):
    with pytest.raises(PracticeError) as refused:
        shock.cumulative(shipped(), first, last, year_start)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("recovery", "sentence"),
    [
        ({"from": SUNDAY, "weeks": 4}, "PM004 recovery.to: the value is missing."),
        ({"from": SUNDAY, "week": 4, "to": 1}, "PM001 recovery.week: unknown key. Did you mean weeks?"),
        ({"from": SUNDAY, "weeks": 0, "to": 1}, "PM003 recovery.weeks: 0 is not a number of weeks."),
        ({"from": "x", "weeks": 2, "to": 1}, "PM003 recovery.from: x is not a date."),
        ({"from": date(2021, 6, 1), "weeks": 2, "to": 1}, "PM010: all_specialties has no row for the week of"),
    ],
)
def test_a_recovery_that_cannot_be_drawn_is_refused(recovery, sentence):
    with pytest.raises(PracticeError) as refused:
        shock.annual_loss_share(shipped(), recovery=recovery)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("toy,2020-13-01,1,0,demand,,,", "PM003 series.csv:2 week_start: '2020-13-01' is not a date."),
        ("toy,2020-03-01,-1,0,demand,,,", "PM003 series.csv:2 visit_factor: '-1' is not a share of the usual visits."),
        ("toy,2020-03-01,1,,demand,,,", "series.csv:2 telemedicine_share_of_baseline: '' is not a share"),
        ("toy,2020-03-01,1,0,wish,,,", "PM003 series.csv:2 kind: 'wish' is not a kind. Allowed: demand, realised."),
        (",2020-03-01,1,0,demand,,,", "PM003 series.csv:2 series: is empty."),
        ("", "PM003 series.csv:1: the file has no rows."),
        (
            "toy,2020-03-01,1,0,demand,,,\ntoy,2020-03-05,1,0,demand,,,",
            "PM006 series.csv:3 week_start: 2020-03-05 overlaps",
        ),
        ("toy,2020-03-01,1,0,demand,,,\ntoy,2020-03-08,1,0,realised,,,", "series.csv:3 kind: toy is of two kinds."),
    ],
)
def test_a_bad_row_of_a_series_is_refused_with_its_line(tmp_path, line, sentence):
    path = tmp_path / "series.csv"
    path.write_text(HEADER + line + "\n")
    with pytest.raises(ScenarioError) as refused:
        shock.load(path)
    assert sentence in str(refused.value)


@given(st.lists(st.decimals(0, 2, places=4), min_size=1, max_size=30), st.data())
def test_a_slow_mean_gives_the_same_change(tmp_path_factory, factors, data):
    series = written(tmp_path_factory.mktemp("s"), factors)
    first = data.draw(st.integers(1, len(factors)))
    last = data.draw(st.integers(first, len(factors)))
    slow = sum(float(f) - 1 for f in factors[first - 1 : last]) / (last - first + 1)
    assert shock.cumulative(series, first, last) == pytest.approx(slow, abs=1e-12)
    assert shock.annual_loss_share(series) == pytest.approx(sum(1 - float(f) for f in factors) / 52, abs=1e-12)


@given(st.integers(1, 44), st.integers(1, 60), st.decimals(0, 2, places=2))
def test_a_recovery_ends_where_it_is_told_to(at, weeks, to):
    series = shipped()
    found = shock.recovered(series, series.week_start[at - 1], weeks, to)
    assert len(found.week_start) == len(found.visit_factor) == len(found.telemedicine) == at + weeks
    assert found.visit_factor[-1] == float(to)
    assert (found.visit_factor[:at] == series.visit_factor[:at]).all()


def test_the_table_shows_the_change_and_the_loss():
    row = closed_tables.shock_summary("all_specialties", "2", "44").to_pylist()[0]
    assert row["mean_change"] == pytest.approx(-0.135767, abs=5e-7)
    assert row["annual_loss_share"] == pytest.approx(0.112269, abs=5e-7)
    with pytest.raises(PracticeError, match=r"PM003 series: all_specialities is not a series of the file"):
        closed_tables.shock_summary("all_specialities", "2", "44")
