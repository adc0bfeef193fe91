"""What the checks found: rows for a terminal table, a CSV file and a web page."""

import csv
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from rich.table import Table as RichTable

EXAMPLES = 20
HIDDEN = "(value not shown)"
LEVELS = ("reject_file", "quarantine_row", "flag", "info")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
STYLES = {"reject_file": "bold red", "quarantine_row": "red", "flag": "yellow", "info": "dim"}


@dataclass(frozen=True)
class Finding:
    """One line of the report. `count` rows are concerned; `line` and `value` are of the first one.

    `value` is never a person-level value; `message` says what, where, why it matters and what to do.
    """

    file: str
    line: int | None
    column: str
    rule: str
    severity: str
    value: str
    count: int
    message: str
    code: str = ""


class FileRefused(Exception):
    """A file cannot be loaded; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def refuse(
    file: str, rule: str, message: str, code: str = "", line: int | None = None, column: str = ""
) -> FileRefused:
    """The exception that refuses a file, to be raised."""
    return FileRefused(Finding(file, line, column, rule, "reject_file", "", 1, message, code))


@dataclass
class Findings:
    """All findings of a check or an import, in the order of files and severity."""

    rows: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        self.rows.append(finding)

    def extend(self, findings: list[Finding]) -> None:
        self.rows.extend(findings)

    @property
    def refused(self) -> bool:
        return any(row.severity == "reject_file" for row in self.rows)

    def sorted(self) -> list[Finding]:
        order = {level: n for n, level in enumerate(LEVELS)}
        return sorted(self.rows, key=lambda r: (order[r.severity], r.file, r.column, r.rule, r.line or 0))

    def table(self) -> RichTable:
        """For the terminal; one row per finding. The sentence names file, line, column and value."""
        table = RichTable(title="Findings", title_justify="left", show_lines=False)
        table.add_column("severity and rule", no_wrap=True)
        table.add_column("count", justify="right", no_wrap=True)
        table.add_column("what and what to do", overflow="fold")
        for row in self.sorted():
            cells = (f"{row.severity}\n{row.rule}", f"{row.count:,}", row.message)
            table.add_row(*(_plain(c) for c in cells), style=STYLES[row.severity])
        return table

    def write_csv(self, path: Path) -> None:
        """A cell that a spreadsheet would run as a formula gets a leading apostrophe."""
        names = [f.name for f in fields(Finding)]
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow(names)
            for row in self.sorted():
                values = asdict(row)
                writer.writerow([neutral(_text(values[name])) for name in names])

    def write_html(self, path: Path) -> None:
        from firstcontact.intake.findings_page import page

        Path(path).write_text(page(self), encoding="utf-8")


def neutral(text: str) -> str:
    """The cell as text that no spreadsheet runs."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def shown(value: object, personal: bool = False) -> str:
    """A value as it may be shown: at most 40 characters, control characters by their code points."""
    if value is None:
        return ""
    if personal:
        return HIDDEN
    text = str(value)
    text = text if len(text) <= 40 else text[:39] + "…"
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _plain(text: str):
    from rich.text import Text

    return Text(text)
