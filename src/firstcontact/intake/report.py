"""What an import did, for the caller and in words."""

from dataclasses import dataclass, field
from pathlib import Path

from firstcontact.intake.findings import Findings


@dataclass
class ImportReport:
    """`ledger`: one row per new file. `no_op`: everything was live already. `difference`: report of replaced files.

    `folder` holds findings.csv, findings.html and, where something was loaded, quarantine.parquet.
    """

    findings: Findings
    ledger: list[dict] = field(default_factory=list)
    no_op: bool = False
    batch: str | None = None
    difference: Path | None = None
    folder: Path | None = None

    @property
    def refused(self) -> bool:
        return self.findings.refused

    def text(self) -> str:
        """The ledgers in words, for the terminal."""
        lines = [_ledger_line(row) for row in self.ledger]
        lines += [f.message for f in self.findings.rows if f.rule in ("already_loaded", "superseded")]
        if self.refused:
            lines.append("Nothing was loaded: a file is refused. See the findings.")
        if self.folder:
            lines.append(f"All findings: {self.folder / 'findings.html'} (and .csv)")
        if any(row["quarantined"] for row in self.ledger):
            lines.append(f"Rows set aside, with line and rule: {self.folder / 'quarantine.parquet'}")
        if self.difference:
            lines.append(f"Difference report: {self.difference}")
        return "\n".join(lines)


def _ledger_line(row: dict) -> str:
    counts = (
        f"{row['name']}: {row['rows']:,} rows = {row['loaded']:,} loaded + {row['quarantined']:,} set aside "
        f"+ {row['deduplicated']:,} duplicates"
    )
    if row["paid_in"] is None:
        return counts
    return f"{counts}; paid {row['paid_in']:,} in, {row['paid_loaded']:,} loaded"
