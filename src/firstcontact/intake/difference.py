"""What a new version of a file changed: rows and dollars by table and data source, before and after."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from firstcontact.intake.findings import neutral
from firstcontact.intake.live import LiveFile

MEASURES = ("rows", "paid", "allowed")
HEADER = ["table", "data_source", *(f"{m}_{when}" for m in MEASURES for when in ("before", "after"))]


def write_difference(path: Path, before: Iterable[LiveFile], after: Iterable[LiveFile], tables: set[str]) -> None:
    """One row per table and data source of the tables whose files were replaced; all live files count."""
    old, new = _sums(before, tables), _sums(after, tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        for key in sorted(old.keys() | new.keys()):
            sides = (old.get(key, {}), new.get(key, {}))
            values = [side.get(m, Decimal(0)) for m in MEASURES for side in sides]
            writer.writerow([*(neutral(k) for k in key), *values])


def _sums(files: Iterable[LiveFile], tables: set[str]) -> dict[tuple[str, str], dict[str, Decimal]]:
    sums: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for file in files:
        if file.table in tables:
            for source, facts in file.by_source.items():
                for measure in MEASURES:
                    sums[file.table, source][measure] += Decimal(facts[measure] or 0)
    return sums
