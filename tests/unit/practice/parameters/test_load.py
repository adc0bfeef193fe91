"""Parameter files: the shipped ones hold together, a user's own is read strictly."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.fit import fit
from firstcontact.practice.parameters import builtin, load_parameters, rate_on, shipped
from firstcontact.practice.parameters.listing import list_parameters, missing_parameters
from support.practice_files import problems_of

HEADER = "parameter,value,low,high,level,dist,unit,status,source_id\n"


def own(folder: Path, *rows: str, header: str = HEADER, sources: str = "") -> Path:
    path = folder / "own.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    if sources:
        (folder / "sources.csv").write_text(f"source_id,title\n{sources}\n", encoding="utf-8")
    return path


def refused(folder: Path, *rows: str, **kwargs: str) -> list[str]:
    return problems_of(load_parameters, [own(folder, *rows, **kwargs)])


def rows_of(name: str) -> list[Row]:
    header = shipped(name).read_text(encoding="utf-8").split("\n")[0]
    return read_rows(shipped(name), header.split(","))


def test_a_row_of_the_user_overrides_the_shipped_one(tmp_path: Path) -> None:
    table = load_parameters([own(tmp_path, "collection_rate,0.9,0.85,0.94,0.95,beta,share,assumed,spec")])
    assert (table["collection_rate"].value, table["collection_rate"].dist) == (0.9, "beta")
    assert load_parameters()["collection_rate"].value == 0.95


def test_a_new_parameter_with_its_own_source(tmp_path: Path) -> None:
    path = own(tmp_path, "my_rate,12,,,,fixed,USD,verified,survey", sources="survey,Our survey of 2024")
    table = load_parameters([path])
    assert table["my_rate"].value == 12
    assert table.sources["survey"] == "Our survey of 2024"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "a,1,,,,fixed,USD,verified,",
            "PM013 own.csv:2 source_id: is empty. Every value names its source.",
        ),
        (
            "a,1,,,,fixed,USD,verified,nowhere",
            "PM013 own.csv:2 source_id: 'nowhere' is not in sources.csv. Add it to a sources.csv beside this file.",
        ),
        (
            "a,1,,,,fixed,USD,verifid,spec",
            "PM013 own.csv:2 status: 'verifid' is not known. Did you mean verified? Allowed: verified, secondary, "
            "derived, assumed, user, user_input, calibrated.",
        ),
        (
            "a,1,0.5,2,0.95,gausian,USD,verified,spec",
            "PM013 own.csv:2 dist: 'gausian' is not known. Allowed: fixed, normal, lognormal, gamma, beta, "
            "shifted_lognormal, triangular, triangular_mode, uniform, auto.",
        ),
        (
            "a,1,,,,fixed,USD,user_input,spec",
            "PM013 own.csv:2 value: a user_input row has no value. Give the value another status.",
        ),
        (
            "a,one,,,,fixed,USD,verified,spec",
            "PM005 own.csv:2 value: 'one' is not a number. Write a plain number.",
        ),
        (
            "a,14.03,14.03,4.2,0.95,normal,USD,verified,spec",
            "PM005 own.csv:2 low: a: low 14.03 is not below high 4.2. Check the interval and its level in the source.",
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_said(tmp_path: Path, row: str, sentence: str) -> None:
    assert sentence in refused(tmp_path, row)


def test_pm013_an_unknown_column_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, "a,1,verified,spec,x", header="parameter,value,status,source_id,lo\n")
    assert said == [
        "PM013 own.csv:1 lo: unknown column. Did you mean low? Allowed: parameter, value, status, source_id, low, "
        "high, level, dist, unit, price_year, layer, note."
    ]


def test_a_parameter_that_stands_twice_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, "a,1,,,,fixed,USD,assumed,spec", "a,2,,,,fixed,USD,assumed,spec")
    assert said == ["PM013 own.csv:3 parameter: a stands twice. Keep one row."]


def test_every_interval_that_is_shipped_fits() -> None:
    """Only the share of missed first visits is known to miss its ends by more than a tenth."""
    warned = []
    for p in load_parameters().rows.values():
        if p.drawn:
            fitted = fit(p.value, p.low, p.high, p.level, p.dist, "share" if p.is_share else None)
            warned += [p.name] * (fitted.error > 0.10)
        else:
            assert (p.low, p.high) == (None, None)
    assert "no_show_share_new_visits" in warned
    assert set(warned) <= {"no_show_share_new_visits", "ar_lag_weeks_ffs", "cash_on_hand_weeks"}


def test_every_source_and_status_that_is_shipped_is_known() -> None:
    sources = {row["source_id"] for row in rows_of("sources")}
    allowed = {"verified", "secondary", "derived", "assumed", "user_input"}
    for name in ("parameters", "payment_rates", "wages", "relief_rules", "gpci_ma", "conversion_factors"):
        for row in rows_of(name):
            assert row["source_id"] in sources or row["status"] == "user_input", (name, row.line)
            assert row["status"] in allowed, (name, row.line)


def test_values_are_empty_exactly_where_the_user_supplies_them() -> None:
    for name, column in (("parameters", "value"), ("payment_rates", "value"), ("wages", "wage_loaded_usd")):
        for row in rows_of(name):
            assert (row[column] == "") == (row["status"] == "user_input"), (name, row.line)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("payment_rates", ("model", "component")),
        ("conversion_factors", ()),
        ("gpci_ma", ("locality",)),
        ("rvu_primary_care", ("hcpcs",)),
    ],
)
def test_dated_rows_of_one_key_do_not_overlap(name: str, keys: tuple[str, ...]) -> None:
    spans: dict[tuple, list[tuple[str, str]]] = {}
    for row in rows_of(name):
        spans.setdefault(tuple(row[k] for k in keys), []).append((row["valid_from"], row["valid_to"] or "9999"))
    for key, found in spans.items():
        ordered = sorted(found)
        assert all(a[1] < b[0] for a, b in pairwise(ordered)), key


def test_conversion_factors_have_no_gap_from_2019_to_2026() -> None:
    days = [
        (date.fromisoformat(r["valid_from"]), date.fromisoformat(r["valid_to"])) for r in rows_of("conversion_factors")
    ]
    assert (days[0][0], days[-1][1]) == (date(2019, 1, 1), date(2026, 12, 31))
    assert all((b[0] - a[1]).days == 1 for a, b in pairwise(days))


def test_the_capitation_of_the_rates_is_that_of_the_parameters() -> None:
    assert rate_on("capitation.national_pmpm", date(2020, 1, 1)) == load_parameters()["capitation_pmpm_national"].value


def test_a_rate_is_read_for_its_date() -> None:
    assert rate_on("sequestration.medicare_reduction", date(2020, 4, 30)) == 0.02
    assert rate_on("sequestration.medicare_reduction", date(2020, 5, 1)) == 0.0
    assert rate_on("sequestration.medicare_reduction", date(2022, 5, 1)) == 0.01


def test_pm030_a_rate_without_a_row_for_the_date() -> None:
    assert problems_of(rate_on, "fqhc_pps.base_rate", date(2020, 1, 1)) == [
        "PM030 fqhc_pps.base_rate: fqhc_pps.base_rate has no value on 2020-01-01. Give the amount in the scenario."
    ]


def test_the_files_of_the_specification_are_shipped_unchanged() -> None:
    from support.shared import SHARED

    folder = SHARED / "specs" / "practice-model" / "parameters"
    if not folder.exists():
        pytest.skip("the specs are not beside the repository (../shared/specs)")
    for path in folder.glob("*.csv"):
        assert shipped(path.stem).read_bytes() == path.read_bytes(), path.name


def test_only_shipped_files_are_builtin() -> None:
    assert builtin("builtin:shock_weekly_2020") == shipped("shock_weekly_2020")
    assert builtin("builtin:../names") is None


def test_the_list_names_the_source_and_what_is_missing_names_the_reason() -> None:
    (row,) = list_parameters(["capitation_pmpm_national"]).to_pylist()
    assert (row["value"], row["status"]) == (19.43, "verified")
    assert row["source"].startswith("Basu et al., Annals of Family Medicine 2018")
    missing = {r["parameter"]: r["why"] for r in missing_parameters().to_pylist()}
    assert missing["wage_loaded.md"] == "physician pay per FTE: supply from your own survey"
    assert missing["wage_loaded.admin"] == "BLS OEWS mean wage for the state x (1 + benefit load)"
    assert missing["cpc_plus.care_management_fee_other_tiers"] == "remaining tiers: supply your own"


def test_a_name_that_is_no_parameter_is_refused() -> None:
    (said,) = problems_of(list_parameters, ["collection_rat"])
    assert said.startswith("PM003: 'collection_rat' is not a parameter. Did you mean collection_rate? Allowed: ")
