"""Two runs side by side: the table of `compare`."""

from firstcontact.practice.report.source import ALL, Row, Source
from firstcontact.practice.report.totals import OUTCOMES
from firstcontact.practice.report.words import label, share, shown, span
from firstcontact.report.blocks import Section, Table, Text

PAIRED = "Both runs use the same practices and the same draws, so the interval of the difference is that of the pairs."


def compared(source: Source) -> Section | None:
    """None where nothing was compared."""
    rows = {row["outcome"]: row for row in source.rows("comparison") if row["by"] == ALL}
    if not rows:
        return None
    header = ("Mean of a practice over the run", "A", "B", "B less A", "95% interval", "MCSE", "Practices better")
    cells = [_row(rows[outcome], outcome) for outcome in OUTCOMES if outcome in rows]
    names = source.run.get("compared", {})
    lead = " ".join(f"{side} is {names[side]}." for side in ("A", "B") if side in names)
    return Section(
        "compared", "The two runs", [Text(f"{lead} {PAIRED}".strip()), Table("All practices", header, cells)]
    )


def _row(row: Row, outcome: str) -> tuple[str, ...]:
    return (
        label(outcome),
        shown(row["a_mean"], outcome),
        shown(row["b_mean"], outcome),
        shown(row["diff"], outcome),
        span(row["diff_lo"], row["diff_hi"], outcome),
        shown(row["diff_mcse"], outcome),
        share(row["share_better"]),
    )
