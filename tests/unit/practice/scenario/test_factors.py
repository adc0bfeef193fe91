"""The visit factor of each week: the series, its scale, overrides and recovery."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firstcontact.practice.scenario.factors import telemedicine_share, visit_factor
from support.practice_files import read, small


def factors(folder: Path, weeks: int = 4, start: str = "2020-03-01", **shock: Any) -> list[float]:
    scenario = read(folder, small(start=start, weeks=weeks, shock={"series": "series.csv", "kind": "demand", **shock}))
    return visit_factor(scenario, "family", {})[:, 0].tolist()


def test_a_week_takes_the_row_that_holds_its_first_day(tmp_path: Path) -> None:
    assert factors(tmp_path) == [1, 0.5, 0.75, 1]
    assert factors(tmp_path, start="2020-03-04", weeks=3) == [1, 0.5, 0.75]


def test_weeks_before_the_series_are_usual(tmp_path: Path) -> None:
    assert factors(tmp_path, start="2020-02-23") == [1, 1, 0.5, 0.75]


def test_weeks_after_the_series_hold_or_return(tmp_path: Path) -> None:
    assert factors(tmp_path, start="2020-03-15", after="hold") == [0.75, 1, 1, 1]
    (tmp_path / "deep.csv").write_text(
        "series,week_start,visit_factor,telemedicine_share_of_baseline,kind\ndeep,2020-03-01,0.4,0.2,demand\n"
    )
    assert factors(tmp_path, series="deep.csv", after="hold", weeks=2) == [0.4, 0.4]
    assert factors(tmp_path, series="deep.csv", after="baseline", weeks=2) == [0.4, 1]


def test_scale_deepens_the_fall_and_stops_at_zero(tmp_path: Path) -> None:
    assert factors(tmp_path, scale=1.5) == pytest.approx([1, 0.25, 0.625, 1])
    assert factors(tmp_path, scale=3) == pytest.approx([1, 0, 0.25, 1])


def test_an_override_replaces_the_factor_of_its_weeks(tmp_path: Path) -> None:
    overrides = [{"from": "2020-03-08", "until": "2020-03-21", "factor": 0.9}]
    assert factors(tmp_path, overrides=overrides, scale=2) == pytest.approx([1, 0.9, 0.9, 1])


def test_a_recovery_is_a_straight_line_that_then_holds(tmp_path: Path) -> None:
    recovery = {"from": "2020-03-08", "weeks": 4, "to": 1}
    assert factors(tmp_path, weeks=7, recovery=recovery) == pytest.approx([1, 0.5, 0.625, 0.75, 0.875, 1, 1])


def test_a_drawn_scale_gives_every_draw_its_own_factor(tmp_path: Path) -> None:
    shock = {"series": "series.csv", "kind": "demand", "scale": "collection_rate"}
    scenario = read(tmp_path, small(shock=shock))
    found = visit_factor(scenario, "family", {"collection_rate": np.array([1.0, 2.0])})
    np.testing.assert_allclose(found, [[1, 1], [0.5, 0], [0.75, 0.5], [1, 1]])


def test_telemedicine_follows_the_shock_a_number_or_a_file(tmp_path: Path) -> None:
    shock = {"series": "series.csv", "kind": "demand"}
    follows = read(tmp_path, small(shock=shock, telemedicine={"share": "from_shock"}))
    assert telemedicine_share(follows, "family", {})[:, 0].tolist() == [0, 0.1, 0.1, 0]
    fixed = read(tmp_path, small(telemedicine={"share": 0.08}))
    assert telemedicine_share(fixed, "family", {})[:, 0].tolist() == [0.08] * 4
    file = read(tmp_path, small(telemedicine={"share": "series.csv"}))
    assert telemedicine_share(file, "family", {})[:, 0].tolist() == [0, 0.1, 0.1, 0]


def test_without_a_shock_every_week_is_usual(tmp_path: Path) -> None:
    scenario = read(tmp_path, small())
    assert visit_factor(scenario, "family", {})[:, 0].tolist() == [1] * 4
    assert telemedicine_share(scenario, "family", {})[:, 0].tolist() == [0] * 4
