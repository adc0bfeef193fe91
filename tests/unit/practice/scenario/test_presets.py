"""Published payment models, as the components that they are made of."""

from pathlib import Path
from typing import Any

import pytest

from firstcontact.practice.scenario.model import Scenario
from support.practice_files import problems_of, read, small

ALL = ["medicare", "commercial"]


def preset(folder: Path, start: str = "2025-02-02", weeks: int = 4, **arguments: Any) -> Scenario:
    payment = [{"payers": ALL, "from": "2025-01-01", "preset": arguments}]
    return read(folder, small(start=start, weeks=weeks, payment=payment))


def shown(scenario: Scenario) -> list[tuple]:
    return [(c.kind, c.name) for c in scenario.payment[0].components]


def test_hybrid_splits_fees_and_capitation(tmp_path: Path) -> None:
    scenario = preset(tmp_path, name="hybrid", share=0.4, pmpm=26)
    fees, capitation = scenario.payment[0].components
    assert (fees.share.value, capitation.share.value, capitation.pmpm.value) == (0.6, 0.4, 26.0)
    assert scenario.data["payment"][0]["components"][1] == {"kind": "capitation", "share": 0.4, "pmpm": 26}
    assert "preset" not in scenario.data["payment"][0]


def test_a_sourced_share_keeps_its_status_in_both_parts(tmp_path: Path) -> None:
    scenario = preset(tmp_path, name="hybrid", share={"value": 0.25, "status": "assumed"}, pmpm=26)
    assert scenario.data["payment"][0]["components"][0]["share"] == {"value": 0.75, "status": "assumed"}


def test_a_named_share_is_refused_because_fees_take_the_rest(tmp_path: Path) -> None:
    said = problems_of(preset, tmp_path, name="hybrid", share="video_share_of_telemedicine", pmpm=26)
    assert said == [
        "PM003 s.yaml:24 payment[0].preset.share: the share of this preset must be a number, because fees take the "
        "rest. Write a number from 0 to 1."
    ]


@pytest.mark.parametrize(
    ("name", "missing", "why"),
    [
        ("hybrid", "share", "it is yours to choose"),
        ("pcf", "pmpm", "it depends on the risk group of the practice, whose cut-offs are not public"),
        ("cpc_plus_2", "uplift", "the uplift is not public"),
        ("mcp", "pmpm", "no public dollar rate is shipped"),
        ("fqhc_pps", "gaf", "the adjustment of your locality is not shipped"),
        ("ccm", "minutes", "the time of your own staff is not shipped"),
    ],
)
def test_pm004_a_missing_argument_says_why_it_is_not_shipped(tmp_path: Path, name: str, missing: str, why: str) -> None:
    said = problems_of(preset, tmp_path, name=name)
    assert (
        f"PM004 s.yaml:22 payment[0].preset.{missing}: the preset {name} needs {missing}: {why}. Give your own." in said
    )


def test_pm001_an_argument_that_the_preset_does_not_know(tmp_path: Path) -> None:
    said = problems_of(preset, tmp_path, name="capitation", pmpm=3, pmp=4)
    assert said == ["PM001 s.yaml:25 payment[0].preset.pmp: unknown key. Did you mean pmpm? Allowed: name, pmpm."]


def test_primary_care_first_reads_the_published_fee(tmp_path: Path) -> None:
    scenario = preset(tmp_path, name="pcf", pmpm=28, geo=1.02)
    assert shown(scenario) == [
        ("ffs", "ffs"),
        ("population_payment", "population_payment"),
        ("flat_visit_fee", "flat_visit_fee"),
        ("performance", "performance"),
    ]
    assert scenario.payment[0].components[2].amount.value == 40.0
    assert scenario.payment[0].components[3].of == ("population_payment", "flat_visit_fee")


def test_the_incentive_not_kept_is_paid_back_at_the_end_of_each_year(tmp_path: Path) -> None:
    preset_1 = {"name": "cpc_plus_1", "pmpm": 15, "kept_share": 0.6}
    payment = [{"payers": ALL, "from": "2020-01-01", "preset": preset_1}]
    components = read(tmp_path, small(start="2020-01-05", weeks=104, payment=payment)).payment[0].components
    repaid = [c for c in components if c.kind == "one_time"]
    assert [str(c.day) for c in repaid] == ["2020-12-31", "2021-12-31"]
    total = sum(c.amount_per_patient.value for c in repaid)
    assert total == pytest.approx(-0.4 * 2.5 * 24)


def test_the_repayment_falls_inside_the_run(tmp_path: Path) -> None:
    preset_1 = {"name": "cpc_plus_1", "pmpm": 15, "kept_share": 0.6}
    payment = [{"payers": ALL, "from": "2020-01-01", "preset": preset_1}]
    scenario = read(tmp_path, small(start="2020-01-05", weeks=52, payment=payment))
    days = [c.day for c in scenario.payment[0].components if c.kind == "one_time"]
    assert all(scenario.week_of(day) is not None for day in days)


def test_monthly_management_is_three_services_at_the_rates_of_the_year(tmp_path: Path) -> None:
    scenario = preset(tmp_path, name="apcm", enrolled_shares={"G0556": 0.2, "G0557": 0.1})
    rates = [(c.name, c.rate.value, c.enrolled_share.value) for c in scenario.payment[0].components]
    assert rates == [("G0556", 15.2, 0.2), ("G0557", 48.84, 0.1), ("G0558", 107.07, 0.0)]


def test_care_management_is_priced_from_the_fee_schedule(tmp_path: Path) -> None:
    scenario = preset(tmp_path, name="ccm", enrolled_share=0.1, minutes=20, role="rn")
    (service,) = scenario.payment[0].components
    assert service.rate.value == pytest.approx(60.49, abs=0.01)


def test_a_preset_may_stand_beside_components(tmp_path: Path) -> None:
    entry = {"payers": ALL, "from": "2025-01-01", "components": [{"kind": "ffs"}]}
    entry["preset"] = {"name": "apcm", "enrolled_shares": {"G0556": 0.2}}
    scenario = read(tmp_path, small(start="2025-02-02", payment=[entry]))
    assert [c.kind for c in scenario.payment[0].components] == ["ffs", "service", "service", "service"]
