"""`check` and `import_batch`: from a source folder to findings, and to live data."""

import shutil
from datetime import date
from os import replace
from pathlib import Path

from firstcontact.intake.adapters import adapter
from firstcontact.intake.adapters.firstcontact import Discovery
from firstcontact.intake.batch import BatchBuilder, Fresh, batch_name, read_batch, replace_files
from firstcontact.intake.difference import write_difference
from firstcontact.intake.fileload import MANY_ROWS
from firstcontact.intake.files import SourceFile, sha256_of
from firstcontact.intake.findings import Finding, Findings
from firstcontact.intake.live import (
    Live,
    LiveFile,
    read_live,
    reading_of,
    remove_leftovers,
    sole_writer,
    switch,
    sync_folder,
    sync_tree,
)
from firstcontact.intake.messages import sentence
from firstcontact.intake.report import ImportReport
from firstcontact.intake.source import opened, work_folder
from firstcontact.intake.store import ledger_row
from firstcontact.progress import QUIET, Reporter
from firstcontact.workspace import Workspace

MAX_QUARANTINE_SHARE = 0.005


def check(ws: Workspace, source: Path | None = None, fmt: str = "firstcontact", reporter: Reporter = QUIET) -> Findings:
    """All findings of a source, as an import would make them; nothing becomes live.

    They are also written to store/check/findings.csv and .html. Raises UsageError for an unknown format or folder.
    """
    with opened(ws, source) as folder:
        found = adapter(fmt)(folder)
        findings = Findings(found.findings)
        fresh = _with_sha256(found.files, reporter)
        names = {f.name for f in found.files}
        staying = [f for f in read_live(ws.store).files if f.name not in names]
        builder = BatchBuilder(ws, work_folder(ws) / "batch", "check", _max_share(ws), reporter)
        builder.build(fresh, staying)
        findings.extend(builder.findings.rows)
        _nobody_covered({f.table for f in [*found.files, *staying]}, findings)
    _nothing_to_read(ws, source, found, findings)
    _write_check(ws, findings)
    return findings


def import_batch(
    ws: Workspace, source: Path | None = None, fmt: str = "firstcontact", accept_quarantine: bool = False,
    reporter: Reporter = QUIET,
) -> ImportReport:  # fmt: skip
    """Check the source and make it live, whole or not at all. The same files again change nothing.

    A file of a known name with new content replaces the old one. Where `refused`, the live data are untouched.
    """
    with sole_writer(ws), opened(ws, source) as folder:
        remove_leftovers(ws)
        found = adapter(fmt)(folder)
        report = ImportReport(Findings(found.findings))
        _nothing_to_read(ws, source, found, report.findings)
        live = read_live(ws.store)
        fresh = _fresh(ws, live, _with_sha256(found.files, reporter), report)
        if fresh and not report.refused:
            _import_fresh(ws, live, fresh, None if accept_quarantine else _max_share(ws), report, reporter)
        if report.refused:
            report.folder = _write_check(ws, report.findings)
            return report
        copied = _copy_geojson(ws, found.geojson)
        report.no_op = not fresh and not copied
        return report


def _import_fresh(
    ws: Workspace, live: Live, fresh: Fresh, max_share: float | None, report: ImportReport, reporter: Reporter
) -> None:
    name = batch_name(fresh)
    target = ws.store / "batches" / name
    new = _finished(target, max_share, report)
    if new is None:
        names = {f.name for f, _ in fresh}
        builder = BatchBuilder(ws, work_folder(ws) / name, name, max_share, reporter)
        new = builder.build(fresh, [f for f in live.files if f.name not in names])
        report.findings.extend(builder.findings.rows)
        if new is None:
            return
        _publish(builder.folder, target)
    after = replace_files(live, new)
    _report_replaced(ws, live, after, new, report)
    switch(ws.store, after)
    _nobody_covered({f.table for f in after.files}, report.findings)
    report.batch, report.folder = name, target
    report.ledger = [ledger_row(f) for f in new]


def _finished(target: Path, max_share: float | None, report: ImportReport) -> list[LiveFile] | None:
    """An earlier batch of exactly these files, if its rows set aside are still accepted."""
    if not (target / "batch.json").exists():
        return None
    files, findings = read_batch(target)
    limit = 1.0 if max_share is None else max_share
    if any(f.quarantined > max(MANY_ROWS, limit * f.rows) for f in files):
        return None
    report.findings.extend(findings)
    return files


def _publish(folder: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    sync_tree(folder)
    if target.exists():
        shutil.rmtree(target)
    replace(folder, target)
    sync_folder(target.parent)


def _fresh(ws: Workspace, live: Live, files: Fresh, report: ImportReport) -> Fresh:
    """The files that are not live with this content and reading."""
    names = {file.name for file, _ in files}
    known = {f.identity: f for f in live.files if f.name not in names}
    by_name = {f.name: f for f in live.files}
    fresh = []
    for file, sha256 in files:
        identity = (file.table, sha256, reading_of(file))
        own = by_name.get(file.name)
        same = own if own is not None and own.identity == identity else known.get(identity)
        if same is None:
            fresh.append((file, sha256))
        else:
            text = sentence("B39", file=file.name, date=_loaded_on(ws, same))
            report.findings.add(Finding(file.name, None, "", "already_loaded", "info", "", same.rows, text, "B39"))
    return fresh


def _report_replaced(ws: Workspace, before: Live, after: Live, new: list[LiveFile], report: ImportReport) -> None:
    names = {f.name for f in new}
    replaced = [f for f in before.files if f.name in names]
    for file in replaced:
        text = sentence("B40", file=file.name, date=_loaded_on(ws, file))
        report.findings.add(Finding(file.name, None, "", "superseded", "info", "", file.rows, text, "B40"))
    if replaced:
        path = ws.store / "differences" / f"{before.digest[:16]}-{after.digest[:16]}" / "difference.csv"
        write_difference(path, before.files, after.files, {f.table for f in replaced} | {f.table for f in new})
        report.difference = path


def _loaded_on(ws: Workspace, file: LiveFile) -> str:
    written = (ws.store / "batches" / file.batch / "batch.json").stat().st_mtime
    return date.fromtimestamp(written).isoformat()


def _with_sha256(files: list[SourceFile], reporter: Reporter) -> Fresh:
    with reporter.step("sha256 of the files", max(len(files), 1)) as advance:
        result = []
        for file in files:
            result.append((file, sha256_of(file.path)))
            advance()
        return result


def _max_share(ws: Workspace) -> float:
    return float(ws.config.parameters.get("max_quarantine_share", MAX_QUARANTINE_SHARE))


def _nothing_to_read(ws: Workspace, source: Path | None, found: Discovery, findings: Findings) -> None:
    if found.files or findings.refused:
        return
    where = source or ws.inputs
    text = (
        f"{where}: no table of the contract is there. Nothing was loaded. Put files such as medical_claim.csv or "
        f"eligibility.parquet into the folder, or name another folder with --source."
    )
    findings.add(Finding(str(where), None, "", "no_tables", "reject_file", "", 0, text))


def _nobody_covered(tables: set[str], findings: Findings) -> None:
    if "eligibility" in tables or not tables or findings.refused:
        return
    text = (
        "There is no eligibility table among the files: nobody is known to be covered, so measures about people will "
        "all be not_applicable. Add eligibility.csv (one row per person, plan and span) and load again."
    )
    findings.add(Finding("eligibility", None, "", "no_eligibility", "flag", "", 0, text))


def _write_check(ws: Workspace, findings: Findings) -> Path:
    folder = ws.store / "check"
    folder.mkdir(parents=True, exist_ok=True)
    findings.write_csv(folder / "findings.csv")
    findings.write_html(folder / "findings.html")
    return folder


def _copy_geojson(ws: Workspace, geojson: Path | None) -> bool:
    """Keep the source's map of areas; True if it is new or changed."""
    target = ws.store / "area.geojson"
    if geojson is None or (target.exists() and sha256_of(target) == sha256_of(geojson)):
        return False
    temporary = target.with_name("area.geojson.tmp")
    shutil.copyfile(geojson, temporary)
    replace(temporary, target)
    sync_folder(ws.store)
    return True
