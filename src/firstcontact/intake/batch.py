"""A batch: the new files of one import, checked together, written once under a name made of their content."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from firstcontact.contract import input_tables
from firstcontact.intake.db import connect, identifier, literal
from firstcontact.intake.duplicates import count_duplicates
from firstcontact.intake.fileload import FileLoader, LoadedFile
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import Finding, Findings
from firstcontact.intake.judge import Totals
from firstcontact.intake.live import Live, LiveFile, reading_of, write_whole
from firstcontact.intake.messages import sentence
from firstcontact.intake.periods import years_of
from firstcontact.intake.quarantine import write_quarantine
from firstcontact.intake.together import Parts, check_together
from firstcontact.progress import Reporter
from firstcontact.workspace import Workspace

Fresh = Sequence[tuple[SourceFile, str]]
BY_SOURCE = "SELECT {source}, count(*), {paid}, {allowed} FROM read_parquet([{parts}]) GROUP BY 1 ORDER BY 1"


def batch_name(fresh: Fresh) -> str:
    """From the content of the files, their names and tables, and how they are read."""
    lines = sorted("|".join((f.table, f.name, sha256, reading_of(f))) for f, sha256 in fresh)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


class BatchBuilder:
    """Builds a batch in `folder`. `build` returns its live files, or None where a file is refused."""

    def __init__(self, ws: Workspace, folder: Path, name: str, max_share: float | None, reporter: Reporter) -> None:
        self.ws = ws
        self.folder = folder
        self.name = name
        self.max_share = max_share
        self.reporter = reporter
        self.findings = Findings()

    def build(self, fresh: Fresh, staying: Sequence[LiveFile]) -> list[LiveFile] | None:
        self.folder.mkdir(parents=True)
        con = connect(self.ws)
        try:
            loaded = self._load(con, fresh)
            if self.findings.refused:
                return None
            files = self._finish(con, loaded)
            self.findings.extend(check_together(con, [*_new_parts(loaded, files), *self._old_parts(staying)]))
            write_quarantine(con, loaded, self.folder / "quarantine.parquet")
        finally:
            con.close()
        self._write_reports(files)
        return files

    def _load(self, con: duckdb.DuckDBPyConnection, fresh: Fresh) -> list[LoadedFile]:
        loader = FileLoader(con, self.folder, self.max_share)
        loaded = []
        for file, sha256 in fresh:
            with self.reporter.step(f"check {file.name}"):
                loaded.append(loader.load(file, sha256))
            self.findings.extend(loaded[-1].findings)
        return loaded

    def _finish(self, con: duckdb.DuckDBPyConnection, loaded: list[LoadedFile]) -> list[LiveFile]:
        """The files of the batch with their duplicates counted."""
        files = []
        for name in sorted({f.file.table for f in loaded}):
            own = [f for f in loaded if f.file.table == name]
            columns = [_columns(f) for f in own]
            with self.reporter.step(f"duplicates {name}"):
                pairs = [(f.parts, c, f.is_kept) for f, c in zip(own, columns, strict=True)]
                repeated = count_duplicates(con, input_tables()[name], pairs)
            for file, stored, totals in zip(own, columns, repeated, strict=True):
                files.append(self._live_file(con, file, stored, totals))
                if totals.rows:
                    self.findings.add(_duplicates(file, totals))
        return files

    def _live_file(
        self, con: duckdb.DuckDBPyConnection, loaded: LoadedFile, columns: list[str], repeated: Totals
    ) -> LiveFile:
        table = input_tables()[loaded.file.table]
        return LiveFile(
            table=table.table,
            name=loaded.file.name,
            sha256=loaded.sha256,
            reading=reading_of(loaded.file),
            batch=self.name,
            parts=tuple(str(p.relative_to(self.folder)) for p in loaded.parts),
            columns=tuple(columns),
            is_kept=loaded.is_kept,
            rows=loaded.rows,
            loaded=loaded.good.rows - repeated.rows,
            quarantined=loaded.quarantined,
            deduplicated=repeated.rows,
            amounts=_amounts(loaded, repeated),
            years=years_of(con, table, loaded.parts, columns),
            by_source=_by_source(con, loaded.parts, columns),
            data_through=loaded.file.dialect.data_through,
        )

    def _old_parts(self, staying: Sequence[LiveFile]) -> list[Parts]:
        batches = self.ws.store / "batches"
        return [
            Parts(f.name, f.table, tuple(batches / f.batch / p for p in f.parts), f.columns, f.is_kept, False)
            for f in staying
        ]

    def _write_reports(self, files: list[LiveFile]) -> None:
        self.findings.write_csv(self.folder / "findings.csv")
        self.findings.write_html(self.folder / "findings.html")
        facts = {"batch": self.name, "files": [asdict(f) for f in files]}
        facts["findings"] = [asdict(f) for f in self.findings.sorted()]
        text = json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        write_whole(self.folder / "batch.json", text)


def read_batch(folder: Path) -> tuple[list[LiveFile], list[Finding]]:
    """Files and findings of a finished batch."""
    facts = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
    files = [{**f, "parts": tuple(f["parts"]), "columns": tuple(f["columns"])} for f in facts["files"]]
    return [LiveFile(**f) for f in files], [Finding(**f) for f in facts["findings"]]


def replace_files(live: Live, new: Sequence[LiveFile]) -> Live:
    """The live state with `new` in place of the files of the same names."""
    names = {f.name for f in new}
    staying = [f for f in live.files if f.name not in names]
    replaced = {f.batch for f in live.files} | set(live.kept)
    files = tuple(sorted([*staying, *new], key=lambda f: (f.table, f.name)))
    return Live(files, tuple(sorted(replaced - {f.batch for f in files})))


def _columns(loaded: LoadedFile) -> list[str]:
    if not loaded.parts:
        return []
    return [n for n in pq.read_schema(loaded.parts[0]).names if n != "line"]


def _amounts(loaded: LoadedFile, repeated: Totals) -> dict[str, str | None]:
    """Paid and allowed of the whole file and of what became of its rows; in = loaded + quarantined + deduplicated."""
    amounts = {}
    for name in ("paid", "allowed"):
        good, bad, twice = (getattr(t, name) for t in (loaded.good, loaded.bad, repeated))
        has = good is not None or bad is not None
        amounts[f"{name}_in"] = str((good or 0) + (bad or Decimal("0.00"))) if has else None
        amounts[f"{name}_loaded"] = str((good or Decimal("0.00")) - (twice or 0)) if has else None
        amounts[f"{name}_quarantined"] = str(bad or Decimal("0.00")) if has else None
        amounts[f"{name}_deduplicated"] = str(twice or Decimal("0.00")) if has else None
    return amounts


def _by_source(con: duckdb.DuckDBPyConnection, parts: list[Path], columns: list[str]) -> dict[str, dict]:
    if not parts:
        return {}
    source = "COALESCE(data_source, '')" if "data_source" in columns else "''"
    paid, allowed = (_sum(columns, *names) for names in (("paid_amount", "amount"), ("allowed_amount",)))
    sql = BY_SOURCE.format(source=source, paid=paid, allowed=allowed, parts=", ".join(literal(p) for p in parts))
    rows = con.execute(sql).fetchall()
    return {s: {"rows": str(n), "paid": _text(p), "allowed": _text(a)} for s, n, p, a in rows}


def _sum(columns: list[str], *names: str) -> str:
    name = next((n for n in names if n in columns), None)
    return f"CAST(sum({identifier(name)}) AS DECIMAL(38,2))" if name else "NULL"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _new_parts(loaded: list[LoadedFile], files: list[LiveFile]) -> list[Parts]:
    columns = {f.name: f.columns for f in files}
    return [Parts(f.file.name, f.file.table, tuple(f.parts), columns[f.file.name], f.is_kept, True) for f in loaded]


def _duplicates(loaded: LoadedFile, totals: Totals) -> Finding:
    name = loaded.file.name
    text = sentence("B28", file=name, n=totals.rows)
    return Finding(name, None, "", "duplicate", "info", "", totals.rows, text, "B28")
