"""The practices one by one, only where the scenario asks for it."""

from firstcontact.practice.report.source import Source
from firstcontact.practice.report.words import count, group, usd
from firstcontact.report.blocks import Section, Table

MOST = 60
COLUMNS = {"net_per_fte_md_usd": "diff_mean", "min_cash_usd": "mean", "weeks_below_zero": "mean"}


def practices(source: Source) -> Section | None:
    """None unless `outputs.practice_rows` is true: names of practices stand nowhere else in a report."""
    if not source.run.get("outputs", {}).get("practice_rows"):
        return None
    found: dict[str, dict] = {}
    for outcome, column in COLUMNS.items():
        for row in source.practices(outcome):
            found.setdefault(row["practice_id"], {**row})[outcome] = row[column]
    if not found:
        return None
    header = ("Practice", "Setting", "Size", "Change of net per FTE MD", "Lowest cash", "Weeks below zero")
    rows = sorted(found.values(), key=lambda r: (r.get("net_per_fte_md_usd") or 0, r["practice_id"]))
    cells = [_cells(row) for row in rows[:MOST]]
    note = f"The {len(cells)} of {len(rows)} practices that lose most; all are in practice_results.csv."
    return Section("practices", "Practices", [Table("Means over the draws", header, cells, labels=3, note=note)])


def _cells(row: dict) -> tuple[str, ...]:
    names = (row["practice_id"], group(row["setting"]), group(row["size_class"]))
    return *names, usd(row.get("net_per_fte_md_usd")), usd(row.get("min_cash_usd")), count(row.get("weeks_below_zero"))
