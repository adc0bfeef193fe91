"""Whole runs over the small region, held against a slow twin."""

import json
import shutil
import threading
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from firstcontact.core import CoreStore
from firstcontact.engine.definitions import catalogue, find
from firstcontact.engine.reader import results
from firstcontact.engine.run import Run, measure_core
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.workspace import Config, Event, Workspace
from support.core_store import synthetic_region
from support.slow_count import SlowCount

from .conftest import PACKS, inputs_of

TWINNED = [
    "any_primary_care_visit",
    "wellness_visit.adult",
    "usual_provider_continuity.clinician.min2",
    "continuity_coc.practice.min3",
    "attribution_rate.visits",
    "telehealth_share",
    "ed_visits_per_1000.treat_and_release",
    "ed_primary_care_treatable_share.classified",
    "care_averted_stays.pqi_90",
    "care_averted_stays.pqi_15",
    "visit_volume.in_person",
    "prescription_volume.fills_30",
    "primary_care_spend_share.narrow.total.claims",
    "primary_care_pmpm.broad.total.claims",
    "total_spend_pmpm.pharmacy",
]


def counted(ws: Workspace, result_id: str) -> dict[tuple, dict]:
    """Rows of a result by (kind of rows, place); rows where nothing was counted are left out."""
    rows = {}
    for r in results(ws, result_id).to_pylist():
        months = (
            (r["period_end"].year - r["period_start"].year) * 12 + r["period_end"].month - r["period_start"].month + 1
        )
        kind = {1: "month", 12: "year"}[months]
        place = (r["period_start"], r["group_kind"], r["group_id"], r["stratum_kind"], r["stratum"])
        rows[kind, place] = r
    return rows


@pytest.mark.parametrize("result_id", TWINNED)
def test_counts_equal_the_slow_twin(result_id: str, region: CoreStore, whole_run: tuple[Workspace, Run]) -> None:
    ws, _ = whole_run
    definition = find(catalogue(), result_id)
    slow, fast = SlowCount(region, ws.config.groups.practice_strata), counted(ws, result_id)
    money = definition.meta.money
    for kind in definition.meta.rows:
        expected = slow.rows(definition, result_id, kind)
        assert expected
        for place, sums in expected.items():
            found = fast[kind, place]
            for column in ("numerator", "denominator", "people", "people_numerator", *(("sources",) if money else ())):
                assert found[column] == sums[column], (kind, place, column)
            if money:
                assert found["top2_share"] == (sums["top2_share"] and pytest.approx(sums["top2_share"], rel=1e-12)), (
                    kind,
                    place,
                )
        others = [r for (k, place), r in fast.items() if k == kind and place not in expected]
        assert all(r["numerator"] == r["denominator"] == 0 and r["status"] == "not_applicable" for r in others)


def test_every_row_of_the_grid_is_there_once_and_in_order(whole_run: tuple[Workspace, Run]) -> None:
    ws, run = whole_run
    table = results(ws)
    keys = ["measure", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum"]
    rows = list(zip(*(table[k].to_pylist() for k in keys), strict=True))
    assert len(rows) == len(set(rows)) == run.rows
    assert rows == sorted(rows)
    assert set(table["run_id"].to_pylist()) == {run.run_id}


def test_a_practice_has_every_stratum_of_its_region_row(whole_run: tuple[Workspace, Run]) -> None:
    ws, _ = whole_run
    rows = [r for r in results(ws, "any_primary_care_visit").to_pylist() if r["stratum_kind"] == "race_ethnicity"]
    region = {(r["period_start"], r["stratum"]) for r in rows if r["group_kind"] == "region"}
    practices = {r["group_id"] for r in rows if r["group_kind"] == "practice"}
    assert practices == {"unattributed", *(f"k{i:05d}" for i in range(1, 7))}
    for practice in practices:
        assert {(r["period_start"], r["stratum"]) for r in rows if r["group_id"] == practice} == region


def test_practice_strata_are_written_for_years_only(whole_run: tuple[Workspace, Run]) -> None:
    ws, _ = whole_run
    rows = [r for r in results(ws, "visit_volume.all", "practice").to_pylist() if r["stratum_kind"] != "all"]
    assert rows
    assert {r["period_end"].month - r["period_start"].month for r in rows} == {11}


def test_the_same_rows_whatever_the_plan(
    region: CoreStore, whole_run: tuple[Workspace, Run], workspace: Workspace
) -> None:
    alone = measure_core(workspace, inputs_of(region), merge_scans=False)
    assert alone.run_id == whole_run[1].run_id


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_bytes_whatever_threads_buckets_and_row_order(
    threads: int, tmp_path: Path, whole_run: tuple[Workspace, Run]
) -> None:
    store = synthetic_region(tmp_path / "core", 400, buckets=3, years=(2023, 2024), threads=threads)
    _shuffle(store)
    ws = Workspace(tmp_path, Config())
    run = measure_core(ws, inputs_of(store))
    assert run.run_id == whole_run[1].run_id
    assert (run.path / "results.parquet").read_bytes() == (whole_run[1].path / "results.parquet").read_bytes()


def _shuffle(store: CoreStore) -> None:
    """Write every part again in another order of rows."""
    for path in store.root.glob("*/*.parquet"):
        con = store.connect()
        con.execute(
            f"COPY (SELECT * FROM read_parquet('{path}') ORDER BY hash(COLUMNS(*)::VARCHAR)) TO '{path}.new' "
            "(FORMAT parquet)"
        )
        con.close()
        Path(f"{path}.new").rename(path)


def test_the_same_results_again_are_the_same_run(region: CoreStore, workspace: Workspace) -> None:
    first = measure_core(workspace, inputs_of(region), only=["telehealth_share"])
    again = measure_core(workspace, inputs_of(region), only=["telehealth_share"])
    assert (first.new, again.new, first.run_id) == (True, False, again.run_id)
    assert (workspace.results / "latest").read_text().strip() == first.run_id
    assert [p.name for p in workspace.results.iterdir() if p.name.startswith(".")] == []


def test_only_some_results_and_periods(region: CoreStore, workspace: Workspace) -> None:
    measure_core(workspace, inputs_of(region), only=["visit_volume.all"], periods=["2024-03", "2024"])
    rows = results(workspace).to_pylist()
    assert {r["measure"] for r in rows} == {"visit_volume.all"}
    assert {(r["period_start"], r["period_end"]) for r in rows} == {
        (date(2024, 3, 1), date(2024, 3, 31)), (date(2024, 1, 1), date(2024, 12, 31))}  # fmt: skip


def test_wrong_words_are_named(region: CoreStore, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="'March' is not a period"):
        measure_core(workspace, inputs_of(region), periods=["March"])
    with pytest.raises(UsageError, match="There is no measure 'nothing'"):
        measure_core(workspace, inputs_of(region), only=["nothing"])
    with pytest.raises(UsageError, match=r"2030-03 is not among the measured years \(2023, 2024\)"):
        measure_core(workspace, inputs_of(region), periods=["2024", "2030-03"])


def test_explain_prints_the_plan_and_writes_nothing(region: CoreStore, workspace: Workspace) -> None:
    run = measure_core(workspace, inputs_of(region), explain=True)
    assert "scan of person_month" in run.text()
    assert not workspace.results.exists()


def test_what_is_absent_from_the_inputs_is_not_applicable_with_a_reason(
    region: CoreStore, workspace: Workspace
) -> None:
    present = frozenset({"medical_claim", "eligibility", "practice", "provider", "area"})
    run = measure_core(
        workspace, inputs_of(region, input_tables=present), only=["prescription_volume.fills", "total_spend_pmpm"]
    )
    rows = results(workspace, "prescription_volume.fills").to_pylist()
    assert {r["status"] for r in rows} == {"not_applicable"}
    assert {r["numerator"] for r in rows} == {None}
    cautions = _run_json(run)["cautions"]
    assert {
        "measure": "prescription_volume.fills",
        "words": "there is no table pharmacy_claim among the inputs",
    } in cautions
    assert {
        "measure": "total_spend_pmpm.non_claims",
        "words": "there is no table non_claims_payment among the inputs",
    } in cautions
    assert "total_spend_pmpm.medical" not in {c["measure"] for c in cautions}


def test_an_incomplete_pack_gives_no_number_unless_it_is_asked_for(region: CoreStore, workspace: Workspace) -> None:
    packs = {**PACKS, "reference": type(PACKS["reference"])("partial_pack", "3", False, ("services",))}
    inputs = inputs_of(region)
    inputs.packs = packs
    only = ["primary_care_pmpm.reference.medical.claims"]
    run = measure_core(workspace, inputs, only=only)
    assert run.statuses.keys() == {"not_applicable"}
    assert _run_json(run)["cautions"][0]["words"] == "definition incomplete: services"
    shown = measure_core(workspace, inputs, only=only, allow_partial=True)
    rows = results(workspace).to_pylist()
    assert shown.statuses.keys() <= {"preview", "not_applicable"}
    assert {r["definition_pack"] for r in rows} == {"partial_pack v3"}
    assert any(r["value"] is not None for r in rows)


def test_payments_are_not_known_by_age_or_area(whole_run: tuple[Workspace, Run]) -> None:
    ws, run = whole_run
    rows = results(ws, "primary_care_spend_share.broad.medical.all").to_pylist()
    unknown = [r for r in rows if r["stratum_kind"] in ("age_band", "sex") or r["group_kind"] == "area"]
    assert {(r["status"], r["value"], r["numerator"]) for r in unknown} == {("not_applicable", None, None)}
    claims = {
        (r["period_start"], r["group_kind"], r["group_id"], r["stratum"]): r
        for r in results(ws, "primary_care_spend_share.broad.medical.claims").to_pylist()
    }
    region = next(r for r in rows if r["group_kind"] == "region" and r["stratum_kind"] == "all")
    key = (region["period_start"], "region", "region", "all")
    paid = _payments(ws, region["period_start"].year)
    assert region["numerator"] - claims[key]["numerator"] == paid[0]
    assert region["denominator"] - claims[key]["denominator"] == paid[1]
    assert any("payments are not known by" in c["words"] for c in _run_json(run)["cautions"])


def _payments(ws: Workspace, year: int) -> tuple:
    """Sums of the made-up payments of a year: n is 1 to 30, twelve months each, primary care known for 3 of 4."""
    known = [n for n in range(1, 31) if n % 4]
    return 12 * sum(40 + n for n in known), 12 * sum(100 + n for n in known)


def test_people_behind_payments_are_people_with_a_month(region: CoreStore, whole_run: tuple[Workspace, Run]) -> None:
    ws, _ = whole_run
    rows = {
        (r["period_start"], r["stratum_kind"], r["stratum"]): r
        for r in results(ws, "apm_spend_share.population_based", "region").to_pylist()
    }
    con = region.connect()
    expected = con.execute("SELECT COUNT(DISTINCT person_id) FROM person_month WHERE is_counted AND YEAR(month) = 2024 "
                           "AND line_of_business <> 'commercial_partial'").fetchone()[0]  # fmt: skip
    con.close()
    assert rows[date(2024, 1, 1), "all", "all"]["people"] == expected
    assert rows[date(2024, 1, 1), "all", "all"]["people_numerator"] is None


def test_capacity_counts_practices_and_populations(whole_run: tuple[Workspace, Run]) -> None:
    ws, _ = whole_run
    area = {
        r["group_id"]: r
        for r in results(ws, "pcp_per_100k.all", "area").to_pylist()
        if r["period_start"] == date(2024, 1, 1)
    }
    assert (area["a02"]["numerator"], area["a02"]["denominator"], area["a02"]["people"], area["a02"]["value"]) == (
        7,
        20000,
        20000,
        35.0,
    )
    assert area["unknown"]["status"] == "not_applicable"
    practice = {
        r["group_id"]: r
        for r in results(ws, "panel_size.heads", "practice").to_pylist()
        if r["period_start"] == date(2024, 1, 1)
    }
    assert (practice["k00003"]["numerator"], practice["k00003"]["denominator"], practice["k00003"]["people"]) == (
        33,
        2,
        13,
    )
    assert (practice["k00003"]["value"], practice["k00003"]["method"], practice["k00003"]["status"]) == (
        16.5,
        "none",
        "too_few",
    )


def test_years_are_provisional_until_the_run_out_is_over(region: CoreStore, workspace: Workspace) -> None:
    measure_core(workspace, inputs_of(region, data_through=date(2024, 12, 31)), only=["visit_volume.all"])
    rows = [r for r in results(workspace, group="region").to_pylist() if r["stratum_kind"] == "all"]
    status = {(r["period_start"], r["period_end"]): r["status"] for r in rows}
    assert status[date(2023, 1, 1), date(2023, 12, 31)] == "published"
    assert status[date(2024, 1, 1), date(2024, 12, 31)] == "provisional"
    assert status[date(2024, 6, 1), date(2024, 6, 30)] == "published"
    assert status[date(2024, 7, 1), date(2024, 7, 31)] == "provisional"


def test_months_after_the_data_have_no_row(region: CoreStore, workspace: Workspace) -> None:
    measure_core(workspace, inputs_of(region, data_through=date(2024, 10, 31)), only=["visit_volume.all"])
    assert max(r["period_start"] for r in results(workspace).to_pylist()) == date(2024, 10, 1)


def test_the_run_folder_says_how_it_was_made(whole_run: tuple[Workspace, Run]) -> None:
    _, run = whole_run
    about, groups = _run_json(run), pq.read_table(run.path / "groups.parquet").to_pylist()
    assert {
        "run_id",
        "code_version",
        "engine",
        "parameters",
        "packs",
        "timings",
        "cautions",
        "data_through",
    } <= about.keys()
    assert {(g["group_kind"], g["group_id"]) for g in groups} >= {
        ("region", "region"),
        ("practice", "unattributed"),
        ("area", "a01"),
        ("organization", "o001"),
    }
    assert len(groups) == 1 + 7 + 5 + 3
    strata = pq.read_table(run.path / "strata.parquet").to_pylist()
    assert {"stratum_kind": "sex", "stratum": "female", "name": "female", "sort_order": 1} in strata
    measures = _json(run.path / "measures.json")
    visit = next(m for m in measures if m["id"] == "visit_volume")
    assert visit["sql"].startswith("-- One row per coverage and month")
    assert visit["spec"]["cases"]
    assert visit["variants"][0] == {"id": "all", "values": {"kind": "all"}}


def test_an_index_needs_exactly_one_headline_event_before_which_its_baseline_ends(
    region: CoreStore, tmp_path: Path
) -> None:
    def run(*events: Event) -> None:
        measure_core(Workspace(tmp_path, Config(events=list(events))), inputs_of(region), only=["visit_volume_index"])

    event = {"id": "spring", "start_month": "2024-03", "baseline": {"from": "2023-03", "to": "2024-02"}}
    with pytest.raises(FirstContactError, match="0 of 1 events have headline = true"):
        run(Event(**event))
    with pytest.raises(FirstContactError, match="baseline of event spring ends after the event starts"):
        run(Event(**{**event, "baseline": {"from": "2023-03", "to": "2024-03"}}, headline=True))
    run(Event(**event, headline=True))
    rows = results(Workspace(tmp_path, Config()), "visit_volume_index.mean", "region").to_pylist()
    assert {r["numerator"] for r in rows} == {None}
    assert any(r["value"] is not None for r in rows)
    shutil.rmtree(tmp_path / "results")


def _run_json(run: Run) -> dict:
    return _json(run.path / "run.json")


def _json(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_run_says_whether_it_holds_all_results(
    region: CoreStore, workspace: Workspace, whole_run: tuple[Workspace, Run]
) -> None:
    part = measure_core(workspace, inputs_of(region), only=["telehealth_share"])
    assert json.loads((part.path / "run.json").read_text())["only"]
    assert json.loads((whole_run[1].path / "run.json").read_text())["only"] == []


def test_what_a_run_refuses_is_said_while_other_measures_still_count(region, workspace, monkeypatch):
    first, others = [], threading.Event()

    def refuse_or_count(con, bundle, *_rest):
        first.append(bundle.number)
        if first[0] == bundle.number:
            assert others.wait(20)
            raise FirstContactError("a count is wrong")
        others.set()
        con.execute("SELECT SUM(hash(i)) FROM range(50_000_000) AS r(i)").fetchall()

    monkeypatch.setattr("firstcontact.engine.count._add_bundle", refuse_or_count)
    only = ["visit_volume", "any_primary_care_visit", "ed_visits_per_1000"]
    with pytest.raises(FirstContactError, match="a count is wrong"):
        measure_core(workspace, inputs_of(region), only=only)
