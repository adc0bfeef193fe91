"""`survey report WAVE`: one HTML file, the same as PDF, and the rows for release.

Source: specs/surveys/README.md 11, 19.
"""

import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from firstcontact.errors import UsageError
from firstcontact.report.blocks import Report
from firstcontact.report.files import report_files
from firstcontact.survey.inventory import inventory as make_inventory
from firstcontact.survey.report.contents import contents
from firstcontact.survey.report.house_rows import house_measures, house_tables
from firstcontact.survey.report.inventory_sections import inventory_sections
from firstcontact.survey.report.method import method
from firstcontact.survey.report.preview import preview
from firstcontact.survey.report.released import released
from firstcontact.survey.report.source import STAGES, Source
from firstcontact.survey.report.words import several
from firstcontact.survey.wave import Wave, run_record

REPORT, INVENTORY, PREVIEWS = "report", "inventory", "practice_reports"


@dataclass(frozen=True)
class ReportMade:
    """folder: where the files are; report: their content; tables: what stands beside; said: what to tell."""

    folder: Path
    report: Report
    tables: dict[str, pa.Table]
    said: list[str]


def make_report(
    workspace: Path, wave_id: str, inventory: bool = False, practice: str | None = None, pdf: bool = True
) -> ReportMade:
    """Write report.html and (unless `pdf` is False) report.pdf, with tables beside them, into the wave's folder.

    The public report goes to `report/`, with the rows of the results table, measures.json and the files for release;
    with `inventory` the tables of the inventory and its report go to `inventory/`; with `practice` the preview of one
    practice goes to `practice_reports/<id>/`. Raises FirstContactError where the wave was not cleaned, and UsageError
    for an unknown wave or practice.
    """
    started = time.perf_counter()
    if inventory and practice is not None:
        raise UsageError("--inventory and --practice make different reports. Ask for one of them.")
    wave = Wave.open(workspace, wave_id)
    source = Source(wave)
    source.kept  # noqa: B018 stops here, with its sentence, where the wave was not cleaned
    if inventory:
        stage, report, tables, files = INVENTORY, *_inventory(source, workspace)
    elif practice is not None:
        stage, report = f"{PREVIEWS}/{_folder(practice)}", preview(source, workspace, practice)
        tables, files = {}, {}
    else:
        stage, report, tables, files = REPORT, *_public(source, workspace)
    files |= report_files(report, pdf)
    asked = {"wave": wave.info.wave_id, "inventory": inventory, "practice": practice, "pdf": pdf}
    folder = wave.write(stage, tables, _record(wave, asked, tables, started), files)
    return ReportMade(folder, report, tables, _said(folder, report))


def _public(source: Source, workspace: Path) -> tuple[Report, dict[str, pa.Table], dict[str, bytes]]:
    return contents(source, workspace), house_tables(source) | released(source), house_measures(source)


def _inventory(source: Source, workspace: Path) -> tuple[Report, dict[str, pa.Table], dict[str, bytes]]:
    made = make_inventory(source.wave)
    whole = contents(source, workspace)
    kept = [s for s in whole.sections if s.id in ("answered", "wording")]
    sections = [kept[0], *inventory_sections(source, made), *kept[1:], method(source)]
    return replace(whole, sections=sections), dict(made.tables), {}


def _folder(practice: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", practice):
        raise UsageError(f"practice '{practice}' cannot name a folder. Use an id of letters, digits, . _ and -.")
    return practice


def _record(wave: Wave, asked: dict[str, Any], tables: dict[str, pa.Table], started: float) -> dict[str, Any]:
    rows = {name: table.num_rows for name, table in tables.items()}
    timings = {"report": time.perf_counter() - started}
    return run_record("survey report", asked, wave.files(*STAGES), ledger=rows, timings=timings, within=wave.folder)


def _said(folder: Path, report: Report) -> list[str]:
    names = " and ".join(sorted(p.name for p in folder.iterdir() if p.stem.endswith("report")))
    banner = [report.banner] if report.banner else []
    return [*banner, f"{several(len(report.sections), 'section')} in {names}. They are in {folder}."]
