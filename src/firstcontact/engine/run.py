"""One run: every wanted result counted, its rows made, derived measures added, the run folder written."""

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from firstcontact.core import CoreStore, build_core
from firstcontact.engine.bind import Dated, Parameters, text
from firstcontact.engine.cautions import caution_enrolment, caution_notes, notes, shares_by_basis
from firstcontact.engine.count import Counts, count
from firstcontact.engine.definitions import Definition, catalogue
from firstcontact.engine.documents import documents, tables
from firstcontact.engine.job import Inputs, Job, counted
from firstcontact.engine.linter import unknown_lists
from firstcontact.engine.packs import read_packs
from firstcontact.engine.periods import parse_period
from firstcontact.engine.plan import make_plan
from firstcontact.engine.rowmaker import RowMaker
from firstcontact.engine.selection import Surroundings, chosen_definitions, select
from firstcontact.engine.write import Scratch, write_run
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.intake.store import LiveStore
from firstcontact.progress import QUIET, Reporter
from firstcontact.workspace import Workspace, period_text


@dataclass(frozen=True)
class Run:
    """What a run made. `new` is False when the same results were there already; `plan` is the text of --explain."""

    run_id: str
    path: Path
    rows: int
    statuses: dict[str, int]
    new: bool
    plan: str = ""

    def text(self) -> str:
        if self.plan:
            return self.plan
        known = ", ".join(f"{number:,} {word}" for word, number in sorted(self.statuses.items()))
        again = "" if self.new else " The same results were there already."
        return f"Run {self.run_id}: {self.rows:,} rows ({known}) in {self.path}.{again}"


def measure(
    ws: Workspace,
    only: Iterable[str] = (),
    periods: Iterable[str] = (),
    allow_partial: bool = False,
    explain: bool = False,
    reporter: Reporter = QUIET,
) -> Run:
    """Measure a workspace: one new run folder, or the one that has the same results.

    only: measure ids or result ids; periods: 2024, 2024-Q1 or 2024-03. Raises FirstContactError for definitions and
    data that cannot be measured.
    """
    for period in periods:
        parse_period(period)
    return measure_core(ws, gather(ws, reporter), only, periods, allow_partial, explain, reporter)


def gather(ws: Workspace, reporter: Reporter = QUIET) -> Inputs:
    """Build the core if needed and read what a run needs."""
    definitions, packs, live = catalogue(ws), read_packs(ws), LiveStore.open(ws)
    store = build_core(ws, reporter)
    con = store.connect(reading="ledger core_note person_note parameter codelist")
    _refuse_unknown_lists(con, definitions)
    ledger, noticed = con.sql("SELECT * FROM ledger").to_arrow_table().to_pylist(), notes(con)
    about = {"inputs": live.files, "ledger": ledger, "notes": noticed, "spend_basis": shares_by_basis(noticed)}
    parameters = read_parameters(con)
    con.close()
    files = {"area.geojson": live.geojson} if live.geojson else {}
    return Inputs(store, definitions, parameters, packs, live.data_through, frozenset(live.tables), about, files)


def _refuse_unknown_lists(con: duckdb.DuckDBPyConnection, definitions: list[Definition]) -> None:
    own = [d for d in definitions if not d.built_in]  # tests look at those that are shipped
    known = {r[0] for r in con.execute("SELECT DISTINCT list FROM codelist").fetchall()} if own else set()
    problems = [p for d in own for p in unknown_lists(d, known)]
    if problems:
        raise FirstContactError("\n".join(problems))


def read_parameters(con: duckdb.DuckDBPyConnection) -> Parameters:
    rows: dict[str, list[Dated]] = {}
    for name, value, start, end in con.execute(
        "SELECT name, value, valid_from, valid_to FROM parameter ORDER BY name, valid_from"
    ).fetchall():
        rows.setdefault(name, []).append(Dated(text(value), start, end))
    return Parameters(rows)


def measure_core(
    ws: Workspace,
    inputs: Inputs,
    only: Iterable[str] = (),
    periods: Iterable[str] = (),
    allow_partial: bool = False,
    explain: bool = False,
    reporter: Reporter = QUIET,
    merge_scans: bool = True,
) -> Run:
    """The run over built core tables."""
    wanted = [parse_period(p) for p in periods]
    only = list(only)
    years = _years(inputs.store, inputs.definitions, only, wanted)
    around = Surroundings(inputs.parameters, inputs.packs, years, inputs.input_tables, allow_partial)
    selection = select(inputs.definitions, only, around)
    if explain:
        return Run("", ws.results, 0, {}, False, make_plan([r.counted() for r in counted(selection)]).explain())
    job = Job(ws, inputs, selection, years, wanted, reporter)
    scratch = ws.results / f".scratch-{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        counts = count(inputs.store, job.counted, years, job.groups, reporter, merge_scans)
        return finish(job, counts, Scratch(scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def finish(job: Job, counts: Counts, out: Scratch) -> Run:
    """Rows of everything counted, then the run folder."""
    rows = RowMaker(job, counts)
    results, cores = job.selection.results, job.ws.config.resources.cores
    with job.reporter.step("measure: rows", len(results)) as advance, ThreadPoolExecutor(cores) as makers:
        for some in (results[i : i + cores] for i in range(0, len(results), cores)):  # few at once: rows are large
            for made in makers.map(rows.all_of, some):
                for result_id, table in made:
                    out.add(result_id, table)
                advance()
    rows.watch.speak(job.rules)
    found, ids = job.inputs.about.get("notes", []), [r.id for r in job.selection.results]
    caution_notes(found, ids, job.rules, job.inputs.parameters)
    caution_enrolment(job.inputs.about.get("ledger", []), found, ids, job.rules)
    run_id = out.run_id(cores)
    new = write_run(
        job.ws.results,
        out,
        tables(job, counts),
        documents(job, rows, run_id),
        run_id,
        job.inputs.files,
        job.reporter,
    )
    counts.con.close()
    return Run(run_id, job.ws.results / run_id, sum(out.sizes.values()), out.statuses, new)


def _years(
    store: CoreStore, definitions: list[Definition], only: list[str], wanted: list[tuple[date, date]]
) -> list[int]:
    """Measured years that the run needs: those of --period, and all of them for an index against a baseline."""
    con = store.connect(reading="measured_period")
    measured = [r[0].year for r in con.execute("SELECT year_start FROM measured_period ORDER BY year_start").fetchall()]
    con.close()
    _refuse_unmeasured(wanted, measured)
    if not wanted or any(
        getattr(d.meta, "formula", "") == "baseline_index" for d in chosen_definitions(definitions, only)
    ):
        return measured
    return [y for y in measured if y in {start.year for start, _ in wanted}]


def _refuse_unmeasured(wanted: list[tuple[date, date]], measured: list[int]) -> None:
    """A period outside the data would give an empty run, and nobody would know why."""
    for start, end in wanted:
        if start.year not in measured:
            years = ", ".join(map(str, measured)) or "none"
            raise UsageError(
                f"--period: {period_text(start, end)} is not among the measured years ({years}). They follow from the "
                "data, or from [periods] of firstcontact.toml."
            )
