"""One file from source to checked Parquet parts: judged piece by piece, then accepted or refused as a whole."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from firstcontact.contract import input_tables
from firstcontact.errors import FirstContactError
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import EXAMPLES, FileRefused, Finding, refuse
from firstcontact.intake.judge import Hit, Judge, Totals
from firstcontact.intake.messages import sentence
from firstcontact.intake.parquetfile import ParquetFile
from firstcontact.intake.pieces import Piece, SetAside
from firstcontact.intake.rules import Rule
from firstcontact.intake.textfile import TextFile
from firstcontact.intake.wording import findings_of, misshapen_findings, refusing, unreadable

MANY_ROWS = 20


@dataclass
class LoadedFile:
    """What became of a file. `parts`: files of good rows; `aside`: files of rows set aside and the rules by number.

    `is_kept`: the one part is the file itself, so the line of a row is its number in the part.
    """

    file: SourceFile
    sha256: str = ""
    good: Totals = field(default_factory=Totals)
    bad: Totals = field(default_factory=Totals)
    parts: list[Path] = field(default_factory=list)
    aside: list[tuple[Path, list[Rule]]] = field(default_factory=list)
    misshapen: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: bool = False
    is_kept: bool = False

    @property
    def rows(self) -> int:
        return self.good.rows + self.quarantined

    @property
    def quarantined(self) -> int:
        return self.bad.rows + sum(p.rows for p in self.misshapen)


class FileLoader:
    """Loads the files of one batch into `folder`. `max_share`: share of rows that may be set aside, None for any."""

    def __init__(self, con: duckdb.DuckDBPyConnection, folder: Path, max_share: float | None) -> None:
        self.con = con
        self.folder = folder
        self.max_share = max_share
        self.next_part: dict[str, int] = {}

    def load(self, file: SourceFile, sha256: str) -> LoadedFile:
        loaded = LoadedFile(file, sha256)
        reader = ParquetFile(file) if file.is_parquet else TextFile(file)
        hits: dict[tuple[str, str], Hit] = {}
        through = file.dialect.data_through
        self.con.execute(f"SET VARIABLE data_through = {f'DATE {through!r}' if through else 'CAST(NULL AS DATE)'}")
        try:
            _compare(file, "sha256", sha256, file.entry.sha256.lower() if file.entry and file.entry.sha256 else None)
            for piece in reader.pieces(self.con):
                self._load_piece(loaded, piece, hits)
            self._accept(loaded, hits)
        except FileRefused as e:
            loaded.refused = True
            loaded.findings.append(e.finding)
        except duckdb.Error as e:
            _raise_if_not_the_file(file, e)
            loaded.refused = True
            loaded.findings.append(unreadable(file, e))
        loaded.findings[:0] = reader.findings
        return loaded

    def _load_piece(self, loaded: LoadedFile, piece: Piece, hits: dict[tuple[str, str], Hit]) -> None:
        loaded.misshapen += piece.set_aside
        table = input_tables()[loaded.file.table]
        judge = Judge(self.con, table, piece, loaded.file.dialect)
        good, bad, found = judge.judge()
        loaded.good += good
        loaded.bad += bad
        path = self._part(loaded.file.table)
        if bad.rows:
            aside = path.with_suffix(".aside")
            found += judge.write_bad(aside)
            loaded.aside.append((aside, judge.severe))
        for hit in found:
            _merge(hits, hit)
        fatal = next((h for h in found if h.rule.severity == "reject_file"), None)
        if fatal is not None:
            raise FileRefused(refusing(loaded.file, table, fatal))
        judge.write_good(path)
        loaded.is_kept = judge.is_kept
        loaded.parts.append(path)

    def _part(self, table: str) -> Path:
        number = self.next_part.get(table, 0)
        self.next_part[table] = number + 1
        (self.folder / table).mkdir(parents=True, exist_ok=True)
        return self.folder / table / f"{number:04d}.parquet"

    def _accept(self, loaded: LoadedFile, hits: dict[tuple[str, str], Hit]) -> None:
        table = input_tables()[loaded.file.table]
        for hit in hits.values():
            loaded.findings += findings_of(loaded.file, table, hit, loaded.good.rows)
        loaded.findings += misshapen_findings(loaded.file, loaded.misshapen)
        self._check_share(loaded)
        entry = loaded.file.entry
        if entry is not None:
            _compare(loaded.file, "rows", loaded.rows, entry.row_count)
            if "paid_amount" in table.columns:
                _compare(loaded.file, "paid", (loaded.good + loaded.bad).paid or 0, entry.paid_total)

    def _check_share(self, loaded: LoadedFile) -> None:
        count, rows = loaded.quarantined, loaded.rows
        if self.max_share is None or count <= MANY_ROWS or count <= self.max_share * rows:
            return
        text = (
            f"{loaded.file.name}: {count:,} of {rows:,} rows would be set aside ({count / rows:.2%}; the limit is "
            f"{self.max_share:.2%}). Nothing was loaded. Correct the file and load it again, or accept "
            f"{count:,} rows set aside with --accept-quarantine."
        )
        raise refuse(loaded.file.name, "too_many_set_aside", text)


def _raise_if_not_the_file(file: SourceFile, error: duckdb.Error) -> None:
    """Only a damaged Parquet file is the file's fault; text has passed its own reading before."""
    if isinstance(error, duckdb.OutOfMemoryException):
        text = "The memory limit is too small. Nothing was loaded. Raise [resources] memory_limit in firstcontact.toml."
        raise FirstContactError(text) from None
    if not file.is_parquet:
        raise error
    if "No space left" in str(error):
        text = "The disk of the workspace is full. Nothing was loaded. Make room and run the import again."
        raise FirstContactError(text) from None


def _merge(hits: dict[tuple[str, str], Hit], hit: Hit) -> None:
    known = hits.setdefault((hit.rule.rule, hit.rule.column), Hit(hit.rule, 0))
    known.count += hit.count
    known.examples = (known.examples + hit.examples)[:EXAMPLES]


def _compare(file: SourceFile, what: str, found: object, expected: object) -> None:
    """A control total of the manifest, where it gives one."""
    if expected is not None and found != expected:
        code = {"rows": "B41", "paid": "B41-paid", "sha256": "B41-sha256"}[what]
        text = sentence(code, file=file.name, found=found, expected=expected)
        raise refuse(file.name, f"control_{what}", text, "B41")
