"""Checks of the downloads: small counts, formulas, totals."""

import csv
import re
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.release.checks.finding import Findings
from firstcontact.release.checks.sealed import Sealed
from firstcontact.release.columns import NUMBERS, safe_cell

PEOPLE = ("numerator_rounded", "denominator_rounded")
UNROUNDED = ("area", "clinician", "practice")
SMALL = [str(n) for n in range(1, 11)]


def no_small_count(sealed: Sealed) -> Findings:
    """No displayed count of people or events is 1 to 10; plain counts from public rosters are exempt."""
    exempt = [m["id"] for m in sealed.candidate.measures if m.get("unit_of_count") in UNROUNDED]
    bases = pc.list_element(pc.split_pattern(sealed.results["measure"], "."), 0)
    counted = sealed.results.filter(pc.invert(pc.is_in(bases, pa.array(exempt, pa.string()))))
    found = []
    for name in PEOPLE:
        small = counted.filter(pc.is_in(counted[name], pa.array(SMALL)))
        pairs = zip(small["measure"].to_pylist(), small["group_id"].to_pylist(), strict=True)
        found += [f"results.csv: {name} of {measure} {group} is 1 to 10." for measure, group in pairs]
    return found


def no_formula(sealed: Sealed) -> Findings:
    """No formula cell in the workbook, no text in a table that a spreadsheet would run."""
    found = []
    with zipfile.ZipFile(sealed.root / "data" / "databook.xlsx") as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and re.search(rb"<f[ >]", book.read(name)):
                found.append(f"databook.xlsx: {name} holds a formula.")
    for name in (n for n in sealed.results.column_names if n not in NUMBERS):
        risky = [text for text in pc.unique(sealed.results[name]).to_pylist() if safe_cell(text) != text]
        found += [f"results.csv: a text of column {name} starts with a formula sign."] * len(risky)
    for path in sorted((sealed.root / "data").glob("*.csv")):
        found += _risky(path) if path.name != "results.csv" else []
    return found


def _risky(path: Path) -> Findings:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = enumerate(csv.reader(handle), 1)
        return [f"{path.name} line {n}: a text starts with a formula sign." for n, row in rows if any(map(_runs, row))]


def _runs(text: str) -> bool:
    """True for text that is not a number and that a spreadsheet may run."""
    return safe_cell(text) != text and re.fullmatch(r"-?\d+(\.\d+)?", text) is None


def totals_agree(sealed: Sealed) -> Findings:
    """Every row of the results table is in the public table, and no other: nothing was lost on the way."""
    results = sealed.candidate.run.table("results")
    kept = pc.and_(pc.not_equal(results["status"], "preview"), pc.not_equal(results["group_kind"], "clinician"))
    wanted, present = pc.sum(kept).as_py() or 0, sealed.results.num_rows
    if wanted == present:
        return []
    return [f"The run has {wanted:,} rows to release, results.csv has {present:,}."]
