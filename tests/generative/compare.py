"""Every result row of the program beside the twin's: which differ, in words."""

from dataclasses import dataclass
from decimal import Decimal
from math import isclose

import pyarrow as pa

from support.twin.grouping import Key, Row

DERIVED = ("gap.", "ratio.", "visit_volume_index.", "prescription_volume_index.")
KEYS = ["measure", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum"]


@dataclass(frozen=True)
class Difference:
    key: Key
    column: str
    program: object
    twin: object

    def __str__(self) -> str:
        measure, start, end, group_kind, group, stratum_kind, stratum = self.key
        where = f"{measure} {start}..{end} {group_kind}={group} {stratum_kind}={stratum}"
        return f"{where}: {self.column}: program {self.program}, twin {self.twin}"


def differences(program: pa.Table, twin: dict[Key, Row]) -> list[Difference]:
    """Rows of the program against the twin, and rows with something in them that the program has not.

    Months of practice strata are not asked for: the program writes them by year only.
    """
    found = {tuple(row[k] for k in KEYS): row for row in program.to_pylist()}
    known = {key[0] for key in twin}
    counted = {key[0] for key, row in found.items() if row["status"] != "not_applicable"}
    result = [_without_twin(name) for name in counted - known]
    for key, row in found.items():
        if key[0] in known:
            result += _row(key, row, twin.get(key, Row(applies=False)))
    for key, row in twin.items():
        if key not in found and row.applies and not _month_of_a_practice_stratum(key):
            result.append(Difference(key, "row", "missing", row.value))
    return sorted(result, key=lambda d: (d.key, d.column))


def _without_twin(measure: str) -> Difference:
    return Difference((measure, *[""] * 6), "measure", "written", "not known: write it in tests/support/twin/measures")


def _month_of_a_practice_stratum(key: Key) -> bool:
    return key[3] == "practice" and key[5] != "all" and (key[2] - key[1]).days < 31


def _row(key: Key, row: dict, twin: Row) -> list[Difference]:
    hidden = row["status"] == "not_applicable"
    if hidden or not twin.applies:
        applies = not hidden
        return [] if applies == twin.applies else [Difference(key, "applies", applies, twin.applies)]
    found = _counts(key, row, twin)
    if not key[0].startswith(DERIVED) and (row["status"] == "too_few") == twin.enough:
        found.append(Difference(key, "status", row["status"], "enough people" if twin.enough else "too few people"))
    if not isclose(row["value"], twin.value, rel_tol=1e-9, abs_tol=1e-12):
        found.append(Difference(key, "value", row["value"], twin.value))
    return found


def _counts(key: Key, row: dict, twin: Row) -> list[Difference]:
    if key[0].startswith(DERIVED):
        return [] if _same(row["people"], twin.people) else [Difference(key, "people", row["people"], twin.people)]
    pairs = [
        ("numerator", row["numerator"], twin.numerator),
        ("denominator", row["denominator"], twin.denominator),
        ("people", row["people"], twin.people),
        ("people_numerator", row["people_numerator"], twin.people_numerator),
    ]
    return [Difference(key, name, a, b) for name, a, b in pairs if not _same(a, b)]


def _same(program: object, twin: object) -> bool:
    if program is None or twin is None:
        return program is twin
    return Decimal(program) == Decimal(twin)


def sentence(found: list[Difference], each: int = 3) -> str:
    """How many rows differ, by measure and column, and for each of these the first few, the region first."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for d in sorted(found, key=lambda d: (d.key[3] != "region", d.key[5] != "all", d.key)):
        groups.setdefault((d.key[0], d.column), []).append(d)
    lines = [f"{len(found)} differences between the program and the twin"]
    for (measure, column), same in sorted(groups.items()):
        lines.append(f"{measure}, {column}: {len(same)}")
        lines += [f"    {d}" for d in same[:each]]
    return "\n".join(lines)
