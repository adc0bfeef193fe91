"""The commands of the practice model, as a person calls them."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firstcontact.cli_practice import app
from firstcontact.errors import FirstContactError
from support.practice_examples import EXAMPLES
from support.practice_files import small, write_scenario
from support.shared import needs_specs

COMMANDS = (
    "run",
    "compare",
    "breakeven",
    "tornado",
    "sobol",
    "check",
    "validate",
    "parameters",
    "arrangement",
    "surplus",
    "panel",
    "shock",
    "population",
)
LEVER = "payment[0].components[0].share"


def call(*words: object) -> str:
    """What the command prints on stdout. Raises what it raises."""
    result = CliRunner().invoke(app, [str(w) for w in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: object) -> tuple[int, str]:
    with pytest.raises(FirstContactError) as caught:
        call(*words)
    return caught.value.exit_code, str(caught.value)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def scenario(folder: Path, **changes: object) -> Path:
    uncertain = {"preset": "per_visit", "base_amount": "revenue_per_visit_all_payer"}
    fees = [{"payers": ["medicare", "commercial"], "from": "2020-01-01", "components": [{"kind": "ffs", "share": 1}]}]
    return write_scenario(folder, small(**{"prices": uncertain, "payment": fees, "draws": 45, **changes}))


@pytest.mark.parametrize("command", [*COMMANDS, "fees load", "fees price"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = " ".join(call(*command.split(), "--help").replace("│", " ").split())
    assert "Example: firstcontact practice" in shown


def test_run_writes_tables_report_and_record(tmp_path: Path) -> None:
    said = call("run", scenario(tmp_path), "--out", tmp_path / "out", "--no-pdf", "--draws", 20)
    assert "Physician pay: independent: fixed; system: fixed." in said
    assert "report.html" in said
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert {"summary.csv", "summary.parquet", "practice_results.csv", "weekly.csv", "report.html", "run.json"} <= names
    assert json.loads((tmp_path / "out" / "run.json").read_text())["draws"] == 20


def test_run_computes_what_the_scenario_asks_for(tmp_path: Path) -> None:
    outputs = {
        "breakeven": [{"lever": LEVER, "target": "gross", "lo": 0, "hi": 1}],
        "tornado": [{"outcome": "gross_revenue_usd", "parameters": "all"}],
        "rank_correlation": ["gross_revenue_usd", "end_cash_usd"],
    }
    call("run", scenario(tmp_path, outputs=outputs), "--out", tmp_path / "out", "--no-pdf")
    rows = rows_of(tmp_path / "out" / "breakeven.csv")
    assert (rows[0]["lever"], rows[0]["status"]) == (LEVER, "solved")
    assert {r["outcome"] for r in rows_of(tmp_path / "out" / "rank_correlation.csv")} == {
        "gross_revenue_usd",
        "end_cash_usd",
    }


def test_pm002_a_folder_with_files_is_not_overwritten(tmp_path: Path) -> None:
    path, out = scenario(tmp_path, draws=1), tmp_path / "out"
    call("run", path, "--out", out, "--no-pdf")
    assert refused("run", path, "--out", out) == (
        1,
        f"PM002: {out} is not empty. Name a new or empty folder, or add --overwrite.",
    )
    call("run", path, "--out", out, "--no-pdf", "--overwrite")


def test_nothing_is_written_when_the_input_is_refused(tmp_path: Path) -> None:
    code, said = refused("run", scenario(tmp_path, weeks=0, colour=1), "--out", tmp_path / "out")
    assert code == 1
    assert said.count("PM0") == 2
    assert not (tmp_path / "out").exists()


def test_a_warning_fails_where_that_is_asked_for(tmp_path: Path) -> None:
    code, said = refused("run", scenario(tmp_path), "--out", tmp_path / "out", "--no-pdf", "--fail-on-warning")
    assert code == 1
    assert "warnings, and --fail-on-warning was given." in said
    assert (tmp_path / "out" / "run.json").exists()


def test_strict_sources_refuse_a_value_without_one(tmp_path: Path) -> None:
    prices = {"preset": "per_visit", "base_amount": 100}
    code, said = refused("check", scenario(tmp_path, prices=prices), "--strict-sources")
    assert code == 1
    assert "PM013 s.yaml:15 prices.base_amount: 100 has no source." in said


def test_check_lists_problems_without_a_run(tmp_path: Path) -> None:
    assert "is complete: 2 practices, 4 weeks, 45 draws." in call("check", scenario(tmp_path))
    code, said = refused("check", scenario(tmp_path, physician_pay={"system": {"rule": "fixed"}}))
    assert (code, said[:5]) == (1, "PM004")


def test_check_prices_the_codes_of_a_fee_schedule(tmp_path: Path) -> None:
    (tmp_path / "mix.csv").write_text("mode,hcpcs,units_per_visit\noffice,99213,0.9\nphone,00000,1\n")
    path = scenario(tmp_path, prices={"preset": "fee_schedule", "visit_mix": "mix.csv"})
    assert "PM030" in refused("check", path)[1]
    (tmp_path / "mix.csv").write_text("mode,hcpcs,units_per_visit\noffice,99213,0.9\n")
    assert "is complete" in call("check", path)


def test_two_runs_are_compared(tmp_path: Path) -> None:
    for name, weight in (("a", 1), ("b", 0.9)):
        components = [{"kind": "ffs", "share": weight}]
        entry = {"payers": ["medicare", "commercial"], "from": "2020-01-01", "components": components}
        call("run", scenario(tmp_path, payment=[entry]), "--out", tmp_path / name, "--no-pdf")
    said = call("compare", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "c", "--no-pdf", "--format", "csv")
    rows = {row["outcome"]: row for row in csv.DictReader(io.StringIO(said))}
    assert float(rows["gross_revenue_usd"]["diff"]) < 0
    assert float(rows["net_after_relief_usd"]["share_worse"]) == 1
    assert json.loads((tmp_path / "c" / "run.json").read_text())["command"] == "compare"
    assert (tmp_path / "c" / "report.html").exists()


def test_breakeven_writes_its_curve(tmp_path: Path) -> None:
    words = ["--lever", LEVER, "--target", "gross", "--lo", 0, "--hi", 1, "--out", tmp_path / "out", "--no-pdf"]
    said = call("breakeven", scenario(tmp_path), *words, "--format", "json")
    (row,) = json.loads(said)
    assert (row["status"], row["value"]) == ("solved", pytest.approx(1))
    assert len(rows_of(tmp_path / "out" / "breakeven_curve.csv")) == 33


def test_breakeven_needs_a_range(tmp_path: Path) -> None:
    words = ["--lever", LEVER, "--target", "gross", "--out", tmp_path / "out"]
    assert refused("breakeven", scenario(tmp_path), *words)[1].startswith("PM004: the range is missing.")
    assert refused("breakeven", scenario(tmp_path), *words, "--lo", 1) == (
        2,
        "A range has two ends. Give --lo and --hi, or neither.",
    )


def test_tornado_and_sobol_write_their_tables(tmp_path: Path) -> None:
    path = scenario(tmp_path)
    words = ["--outcome", "gross_revenue_usd", "--out"]
    call("tornado", path, *words, tmp_path / "t", "--no-pdf", "--parameters", "revenue_per_visit_all_payer")
    assert {"tornado.csv", "rank_correlation.csv", "run.json"} <= {p.name for p in (tmp_path / "t").iterdir()}
    call("sobol", path, *words, tmp_path / "s", "--n", 16)
    assert {"sobol.csv", "sobol.parquet", "run.json"} == {p.name for p in (tmp_path / "s").iterdir()}


def test_validate_counts_each_suite_apart(tmp_path: Path) -> None:
    said = call("validate", "--suite", "misses", "--out", tmp_path / "v")
    assert "misses: " in said
    assert (tmp_path / "v" / "validation.csv").exists()


def test_parameters_are_listed_with_their_standing(tmp_path: Path) -> None:
    (row,) = json.loads(call("parameters", "capitation_pmpm_national", "--format", "json"))
    assert (row["value"], row["low"], row["high"], row["status"]) == (19.43, 16.65, 27.76, "verified")
    assert "wage_loaded.rn" in call("parameters", "--missing")
    own = tmp_path / "own.csv"
    own.write_text("parameter,value,status,source_id\ncollection_rate,0.8,verified,nowhere\n")
    assert "PM013 own.csv:2 source_id" in refused("parameters", "--check", own)[1]


@needs_specs
def test_an_arrangement_gives_the_stated_table(tmp_path: Path) -> None:
    said = call("arrangement", EXAMPLES / "arrangement_pbp.yaml", "--format", "csv", "--out", tmp_path / "out")
    expected = rows_of(EXAMPLES / "m13_arrangement_expected.csv")
    for found, stated in zip(csv.DictReader(io.StringIO(said)), expected, strict=True):
        assert found["difference_usd"] == stated["difference_usd"]
        assert (found["breakeven_visits"], found["status"]) == (stated["breakeven_visits"], stated["status"])
    assert (tmp_path / "out" / "arrangement.csv").exists()


def test_surplus_takes_two_points_or_all_sizes(tmp_path: Path) -> None:
    rows = json.loads(call("surplus", "--at-zero", -12000, "--at-one", 48000, "--share", 0.35, "--format", "json"))
    assert [r["net_usd"] for r in rows if r["share"] == 0.35] == ["9000.00"]
    words = ["--patients", 1600, "--visits", 3500, "--revenue-per-visit", 100, "--pmpm", 20, "--cost", 330000]
    rows = json.loads(call("surplus", *words, "--replaced", 0.1, "--added-cost", 20000, "--format", "json"))
    assert [r["share"] for r in rows if r["quantity"] == "share for net"] == [pytest.approx(35 / 69)]
    assert refused("surplus", "--at-zero", 1)[0] == 2


def test_panel_from_delegation_and_hours_from_parts() -> None:
    (row,) = json.loads(call("panel", "--delegate", "preventive=0.60,chronic=0.30", "--format", "json"))
    assert row["panel"] == pytest.approx(1514.5849, abs=5e-5)
    parts = [w for name, h in (("a", 6), ("b", 3), ("c", 1), ("d", 1)) for w in ("--component", f"{name}={h}")]
    rows = json.loads(call("panel", "--hours-per-day", "--panel", 1500, *parts, "--format", "json"))
    assert rows[-1]["hours_per_day"] == pytest.approx(6.6)
    assert refused("panel", "--delegate", "preventive")[0] == 2
    assert refused("panel", "--hours-per-day")[0] == 2


def test_a_series_is_summed_over_named_weeks() -> None:
    words = ["shock", "all_specialties", "--first", 10, "--last", 52, "--year-start", "2020-01-05", "--format", "json"]
    (row,) = json.loads(call(*words))
    assert row["mean_change"] == pytest.approx(-0.135767, abs=5e-7)
    assert row["annual_loss_share"] == pytest.approx(0.112269, abs=5e-7)


def test_fees_are_priced_to_the_cent() -> None:
    words = ["fees", "price", "--hcpcs", "99213", "--hcpcs", "99490", "--date", "2019-06-01", "--format", "csv"]
    rows = list(csv.DictReader(io.StringIO(call(*words))))
    assert [(r["hcpcs"], r["allowed_usd"]) for r in rows] == [("99213", "75.32"), ("99490", "42.17")]
    year = list(
        csv.DictReader(io.StringIO(call("fees", "price", "--hcpcs", "99213", "--year", 2024, "--format", "csv")))
    )
    assert [r["allowed_usd"] for r in year] == ["89.39", "90.87"]


def test_population_needs_a_workspace_whose_core_is_built(tmp_path: Path) -> None:
    words = ["--from", "2023-01-01", "--to", "2023-12-31", "--out", tmp_path / "pop"]
    with pytest.raises(FirstContactError):
        call("population", "-w", tmp_path, *words)


@needs_specs
@pytest.mark.parametrize("name", ["shock_2020_mixed_region", "shift_to_hybrid", "m1"])
def test_the_examples_of_the_specification_are_complete(name: str) -> None:
    assert "is complete" in call("check", EXAMPLES / f"{name}.yaml")


@needs_specs
def test_the_shock_of_2020_runs_end_to_end(tmp_path: Path) -> None:
    said = call("run", EXAMPLES / "shock_2020_mixed_region.yaml", "--draws", 3, "--no-pdf", "--out", tmp_path / "out")
    assert "Fall in visits of 2020 in a mixed region" in said
    assert len(rows_of(tmp_path / "out" / "tornado.csv")) >= 8


@needs_specs
def test_the_shift_to_hybrid_runs_end_to_end(tmp_path: Path) -> None:
    call("run", EXAMPLES / "shift_to_hybrid.yaml", "--draws", 1, "--no-pdf", "--out", tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "breakeven.csv")
    assert [r["status"] for r in rows] == ["solved", "always"]
