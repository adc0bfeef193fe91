"""Every code of a scenario, with the sentence that a person reads."""

from pathlib import Path
from typing import Any

import pytest

from firstcontact.practice.population.model import Population
from firstcontact.practice.problems import ScenarioError
from support.practice_files import FEES, problems_of, read, small

ALL = ["medicare", "commercial"]


def refused(folder: Path, **changes: Any) -> list[str]:
    """What loading the scenario and its population says."""
    return problems_of(lambda: Population.load(read(folder, small(**changes))))


def paying(*components: dict, **entry: Any) -> list[dict]:
    return [{"payers": ALL, "from": "2020-01-01", "components": list(components), **entry}]


def test_a_complete_scenario_is_accepted(tmp_path: Path) -> None:
    assert refused(tmp_path) == []


def test_pm001_an_unknown_key_names_the_nearest_one(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, payment=paying({"kind": "capitation", "share": 1, "pmpm": 20, "pmmp": 1}))
    assert said == (
        "PM001 s.yaml:26 payment[0].components[0].pmmp: unknown key. Did you mean pmpm? Allowed: kind, pmpm, share, "
        "risk_exponent, allow_overlap, enrolled_share, paid_every, name."
    )


def test_pm001_a_key_that_is_far_from_all_has_no_suggestion(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, prices={"preset": "per_visit", "base_amount": 1, "wonderland": 1})
    assert said.startswith("PM001 s.yaml:16 prices.wonderland: unknown key. Allowed: preset, base_amount,")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weeks": 0}, "PM003 s.yaml:5 weeks: 0 is not a whole number from 1 to 520."),
        ({"weeks": "4 weeks"}, "PM003 s.yaml:5 weeks: '4 weeks' is not a whole number from 1 to 520."),
        ({"seed": -1}, "PM003 s.yaml:6 seed: -1 is not a whole number from 0 to 2^63 - 1."),
        ({"seed": True}, "PM003 s.yaml:6 seed: True is not a whole number from 0 to 2^63 - 1."),
        ({"start": "2020-13-01"}, "PM003 s.yaml:4 start: '2020-13-01' is not a date. Write it as YYYY-MM-DD."),
        (
            {"prices": {"preset": "per_visit", "base_amount": "100 USD"}},
            "PM003 s.yaml:15 prices.base_amount: '100 USD' is text. "
            "Write a plain number without unit, sign of money, separators or percent.",
        ),
        (
            {"prices": {"preset": "per_visit", "base_amount": 1, "collection_rate": "95%"}},
            "PM003 s.yaml:16 prices.collection_rate: '95%' is text. "
            "Write a plain number without unit, sign of money, separators or percent.",
        ),
        (
            {"prices": {"preset": "per_visit", "base_amount": 1, "collection_rate": 95}},
            "PM003 s.yaml:16 prices.collection_rate: 95 is not a number from 0 to 1.",
        ),
        (
            {"prices": {"preset": "per_visit", "base_amount": "capitation_pmpm_nationl"}},
            "PM003 s.yaml:15 prices.base_amount: 'capitation_pmpm_nationl' is neither a number nor the name of a "
            "parameter. Did you mean capitation_pmpm_national? See `firstcontact practice parameters`.",
        ),
        (
            {"prices": {"preset": "per_visti", "base_amount": 1}},
            "PM003 s.yaml:14 prices.preset: 'per_visti' is not known. Did you mean per_visit? "
            "Allowed: per_visit, fee_schedule.",
        ),
    ],
)
def test_pm003_a_wrong_value_is_quoted_with_what_is_allowed(tmp_path: Path, changes: dict, sentence: str) -> None:
    assert refused(tmp_path, **changes) == [sentence]


def test_pm004_a_missing_pay_rule_is_never_guessed(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, physician_pay=None)
    assert said == (
        "PM004 s.yaml:1 physician_pay: is required and missing. Name a rule (fixed, floor, residual) for each "
        "setting, or under default; there is none by itself."
    )


def test_pm004_a_setting_of_the_population_without_a_rule_is_named(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, physician_pay={"system": {"rule": "fixed"}})
    assert said == (
        "PM004 physician_pay.independent: has no rule for the setting independent. "
        "Name one (fixed, floor, residual), or a default."
    )


def test_pm004_a_user_input_says_why_it_is_not_shipped(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, prices={"preset": "per_visit", "base_amount": "wage_loaded.rn"})
    assert said == (
        "PM004 s.yaml:15 prices.base_amount: the parameter wage_loaded.rn is a user input: "
        "BLS OEWS mean wage for the state x (1 + benefit load). Give it under parameters.set."
    )


def test_pm004_a_published_rate_that_is_a_user_input_is_named(tmp_path: Path) -> None:
    payment = paying({"kind": "population_payment", "pmpm": "masshealth_subcap.base_pmpm"}, **{"from": "2023-05-01"})
    said = refused(tmp_path, start="2023-05-07", payment=payment)
    assert said == [
        "PM004 s.yaml:24 payment[0].components[0].pmpm: masshealth_subcap.base_pmpm is a user input: from the "
        "practice history for the in-set services, trended. Give the amount in the scenario."
    ]


def test_pm005_an_interval_that_is_turned_round_is_rejected_not_swapped(tmp_path: Path) -> None:
    interval = {"value": 14.03, "low": 14.03, "high": 4.2, "level": 0.95, "dist": "normal"}
    (said,) = refused(tmp_path, parameters={"set": {"visits_per_day_per_fte_md": interval}})
    assert said.startswith(
        "PM005 s.yaml:29 parameters.set.visits_per_day_per_fte_md: visits_per_day_per_fte_md: "
        "low 14.03 is not below high 4.2."
    )


def test_pm006_overlapping_periods_of_one_payer_are_refused(tmp_path: Path) -> None:
    later = {"payer": "medicare", "from": "2020-03-10", "components": [{"kind": "ffs"}]}
    (said,) = refused(tmp_path, payment=[*FEES, later])
    assert said == (
        "PM006 s.yaml:25 payment[1].from: overlaps payment[0] for medicare in the same practices. "
        "End the earlier entry the day before this one begins."
    )


def test_pm006_a_gap_between_periods_names_its_first_week(tmp_path: Path) -> None:
    entries = [*paying({"kind": "ffs"}, until="2020-03-07"), *paying({"kind": "ffs"}, **{"from": "2020-03-16"})]
    said = refused(tmp_path, payment=entries)
    assert said == [
        f"PM006 s.yaml:26 payment[1].from: {payer} has no arrangement in the week of 2020-03-08. "
        "Close the gap, or leave until empty."
        for payer in ("commercial", "medicare")
    ]


def test_pm006_an_overlap_that_only_the_practices_show_is_found_with_them(tmp_path: Path) -> None:
    fees = [{"kind": "ffs"}]
    entries = [
        {"payers": ALL, "from": "2020-01-01", "where": {"region": ["north", "south"]}, "components": fees},
        {"payer": "medicare", "from": "2020-01-01", "where": {"setting": ["system"]}, "components": fees},
    ]
    (said,) = refused(tmp_path, payment=entries)
    assert said == (
        "PM006 payment: medicare has more than one arrangement in the week of 2020-03-01 in B. "
        "Every payer with patients needs exactly one entry for each week and practice."
    )


def test_pm006_a_payer_with_patients_needs_an_arrangement(tmp_path: Path) -> None:
    entries = [{"payer": "medicare", "from": "2020-01-01", "components": [{"kind": "ffs"}]}]
    (said,) = refused(tmp_path, payment=entries)
    assert said.startswith("PM006 payment: commercial has no arrangement in the week of 2020-03-01 in A.")


def test_pm007_fees_and_capitation_may_not_add_to_more_than_one(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, payment=paying({"kind": "ffs"}, {"kind": "capitation", "share": 0.5, "pmpm": 3}))
    assert said == (
        "PM007 s.yaml:22 payment[0].components: the shares of fees and capitation add to 1.5, more than 1. "
        "Lower one of them, or write allow_overlap: true."
    )


def test_pm007_is_lifted_by_allow_overlap(tmp_path: Path) -> None:
    capitation = {"kind": "capitation", "share": 0.5, "pmpm": 3, "allow_overlap": True}
    assert refused(tmp_path, payment=paying({"kind": "ffs"}, capitation)) == []


def test_pm008_a_visit_rate_excludes_fees(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, payment=paying({"kind": "ffs"}, {"kind": "prospective_visit", "base": 180}))
    assert said == (
        "PM008 s.yaml:22 payment[0].components: prospective_visit and ffs both pay for the visit. Keep one of them."
    )


def test_pm008_advanced_management_excludes_monthly_care_management(tmp_path: Path) -> None:
    services = [{"kind": "service", "name": name, "rate": 15} for name in ("G0556", "99490")]
    (said,) = refused(tmp_path, payment=paying({"kind": "ffs"}, *services))
    assert said == (
        "PM008 s.yaml:22 payment[0].components: advanced primary care management excludes other monthly care "
        "management. Keep one of them."
    )


def test_pm009_a_realised_series_takes_no_backlog(tmp_path: Path) -> None:
    (tmp_path / "seen.csv").write_text(
        "series,week_start,visit_factor,telemedicine_share_of_baseline,kind\n"
        + "".join(f"seen,2020-03-{day:02d},0.5,0,realised\n" for day in (1, 8, 15, 22))
    )
    shock = {"series": "seen.csv", "kind": "realised"}
    backlog = {"backlog": {"return_rate": 0.2}}
    (said,) = refused(tmp_path, shock=shock, demand=backlog)
    assert said == (
        "PM009 s.yaml:31 demand.backlog: a series of realised visits already holds returning patients, so the return "
        "rate must be 0. Write demand.backlog.return_rate: 0, or use a series of kind demand."
    )
    assert refused(tmp_path, shock=shock, demand={"backlog": {"return_rate": 0}}) == []


def test_pm010_the_first_week_that_the_series_lacks_is_named(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, weeks=6, shock={"series": "series.csv", "kind": "demand"})
    assert said == (
        "PM010 s.yaml:28 shock.series: the series fall has no row for the week of 2020-03-29. "
        "Write after: hold or after: baseline, or shorten the run."
    )


@pytest.mark.parametrize("after", ["hold", "baseline"])
def test_pm010_is_mended_by_after(tmp_path: Path, after: str) -> None:
    assert refused(tmp_path, weeks=6, shock={"series": "series.csv", "kind": "demand", "after": after}) == []


def test_pm012_correlations_that_cannot_hold_together_are_refused(tmp_path: Path) -> None:
    names = ("capitation_pmpm_national", "revenue_per_visit_all_payer", "days_worked_per_year")
    pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]
    correlations = [{"a": names[a], "b": names[b], "rank": rank} for a, b, rank in pairs]
    (said,) = refused(tmp_path, parameters={"correlations": correlations})
    assert said == (
        "PM012 s.yaml:28 parameters.correlations: the matrix of rank correlations is not positive definite. "
        "Change the ranks so that they can hold together."
    )


def test_pm013_strict_sources_asks_for_a_source_of_every_number(tmp_path: Path) -> None:
    from firstcontact.practice.scenario.load import load_scenario
    from support.practice_files import write_scenario

    path = write_scenario(tmp_path, small(payment=paying({"kind": "ffs", "share": 0.5})))
    said = problems_of(load_scenario, path, strict_sources=True)
    assert said[-1] == (
        "PM013 s.yaml:24 payment[0].components[0].share: 0.5 has no source. "
        "Write {value: ..., source: ..., status: ...}."
    )
    assert load_scenario(path).warnings == ("3 values under payment, relief, prices or parameters.set have no source.",)


def test_pm030_a_rate_without_a_row_for_the_date_is_refused(tmp_path: Path) -> None:
    payment = paying({"kind": "prospective_visit", "base": "fqhc_pps.base_rate"})
    (said,) = refused(tmp_path, payment=payment)
    assert said == (
        "PM030 s.yaml:24 payment[0].components[0].base: fqhc_pps.base_rate has no value on 2020-03-01. "
        "Give the amount in the scenario."
    )


def test_all_problems_of_a_file_are_listed_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path, weeks=0, colour=1, physician_pay=None, prices={"preset": "per_visit", "base_amount": "x y"}
    )
    assert [s[:5] for s in said] == ["PM004", "PM003", "PM003", "PM001"]


def test_an_error_holds_its_problems(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, small(colour=1))
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.path) == ("PM001", "s.yaml", "colour")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    from firstcontact.practice.scenario.load import load_scenario

    (said,) = problems_of(load_scenario, tmp_path / "none.yaml")
    assert said.startswith("PM003: ")
    assert said.endswith("none.yaml cannot be read (No such file or directory). Name a scenario file.")
