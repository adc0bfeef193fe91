"""Public rows: what leaves the building. One flag takes everything computed of a row away."""

import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.disclosure.compare import comparisons
from firstcontact.disclosure.primary import HIDE_DEN, Flags
from firstcontact.disclosure.public_row import count_text, shape
from firstcontact.disclosure.system import System

KEY = ("measure", "version", "period_start", "group_kind", "group_id", "stratum_kind", "stratum")
IDENTITY = (*KEY, "period_end")
DISPLAYED = ("numerator_rounded", "denominator_rounded", "value", "lower", "upper", "comparison", "status", "note_id")
SCHEMA = pa.schema(
    [
        ("release", pa.string()),
        ("measure", pa.string()),
        ("version", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("group_kind", pa.string()),
        ("group_id", pa.string()),
        ("group_name", pa.string()),
        ("stratum_kind", pa.string()),
        ("stratum", pa.string()),
        ("numerator_rounded", pa.int64()),
        ("denominator_rounded", pa.int64()),
        ("value", pa.string()),
        ("lower", pa.string()),
        ("upper", pa.string()),
        ("confidence", pa.int64()),
        ("comparison", pa.string()),
        ("status", pa.string()),
        ("held", pa.int64()),
        ("note_id", pa.string()),
        ("first_release", pa.string()),
        ("changed_in", pa.string()),
    ]
)


def public_view(
    system: System, flags: Flags, groups: pa.Table | None, release: str, earlier: pa.Table | None = None
) -> pa.Table:
    """Public rows of publishing/README.md section 7, in their order. Numbers are decimal text, absent values NULL.

    `groups`: groups.parquet of the run, for names. `earlier`: public rows of the release before, for `first_release`
    and `changed_in`.
    """
    rows = system.rows
    status, note = _status(system, flags)
    shown = np.isin(status, ("published", "provisional"))
    columns = {name: rows.table[name] for name in IDENTITY}
    columns["group_name"] = _names(rows.table, groups)
    columns |= _counts(system, flags, status)
    columns |= _values(system, shown)
    columns["comparison"] = pa.array(comparisons(system, shown).tolist(), pa.string())
    columns |= {"status": pa.array(status.tolist()), "note_id": pa.array(note.tolist(), pa.string())}
    columns |= {"confidence": _constant(_confidence(rows.table), rows.size), "held": _constant(0, rows.size)}
    for name in ("release", "first_release", "changed_in"):
        columns[name] = _constant(release, rows.size)
    table = pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)
    table = table.sort_by([(name, "ascending") for name in (*KEY, "period_end")])
    return table if earlier is None else _with_history(table, earlier)


def _status(system: System, flags: Flags) -> tuple[np.ndarray, np.ndarray]:
    """Public status and note of each row. Every reason for hiding becomes the same word."""
    rows = system.rows
    status = np.array(rows.status.names, dtype=object)[rows.status.code]
    note = np.full(rows.size, None, dtype=object)
    note[status == "provisional"] = "provisional"
    nobody = rows.by_measure(lambda d: d.counts_people) & (rows.d == 0) & (status != "not_applicable")
    status[nobody] = "not_applicable"
    missing = status == "not_applicable"
    note[missing] = np.where(rows.denominator[missing] == 0, "no_eligible", "not_computed")
    note[nobody] = "no_eligible"
    hidden = flags.hidden & ~missing
    status[hidden], note[hidden] = "suppressed", "hidden_small"
    return status, note


def _counts(system: System, flags: Flags, status: np.ndarray) -> dict[str, pa.Array]:
    rows = system.rows
    derived = rows.by_measure(lambda d: d.derived)
    exact = rows.by_measure(lambda d: not d.counts_people)
    numerator_units = rows.table["numerator_unit"].to_pylist()
    denominator_units = rows.by_measure(lambda d: d.spec.get("denominator_unit", "units"))
    parts = (
        ("numerator_rounded", rows.numerator, numerator_units, flags.hidden),
        ("denominator_rounded", rows.denominator, denominator_units, flags.level == HIDE_DEN),
    )
    found = {}
    for name, values, units, hidden in parts:
        keep = ~(hidden | derived | np.isnan(values) | np.isin(status, ("withdrawn",)))
        texts = [
            count_text(v, str(u), bool(e)) if k else None
            for v, u, e, k in zip(values.tolist(), units, exact, keep, strict=True)
        ]
        found[name] = pa.array(texts, pa.int64())
    return found


def _values(system: System, shown: np.ndarray) -> dict[str, pa.Array]:
    rows = system.rows
    shapes = [shape(d) for d in rows.definitions]
    codes = rows.measure.code.tolist()
    people = np.maximum(rows.d, 0).tolist()
    found = {}
    for name in ("value", "lower", "upper"):
        numbers = pc.if_else(pa.array(shown), rows.table[name].combine_chunks(), None).to_pylist()
        texts = [None if v is None else shapes[m].text(v, p) for v, m, p in zip(numbers, codes, people, strict=True)]
        found[name] = pa.array(texts, pa.string())
    return found


def _confidence(table: pa.Table) -> int:
    """The level of a run's limits in percent: one parameter, so the same in every row, also where limits are hidden."""
    level = pc.max(table["confidence"]).as_py()
    return 95 if level is None else round(100 * level)


def _names(table: pa.Table, groups: pa.Table | None) -> pa.Array:
    names = {}
    for row in groups.select(["group_kind", "group_id", "group_name"]).to_pylist() if groups is not None else []:
        names[row["group_kind"], row["group_id"]] = unicodedata.normalize("NFC", row["group_name"] or row["group_id"])
    keys = zip(table["group_kind"].to_pylist(), table["group_id"].to_pylist(), strict=True)
    return pa.array([names.get(key, key[1]) for key in keys], pa.string())


def _with_history(table: pa.Table, earlier: pa.Table) -> pa.Table:
    """A row that an earlier release showed keeps its first release; one that did not change its last change."""
    before = {}
    for row in earlier.to_pylist():
        before[tuple(row[k] for k in IDENTITY)] = row
    first, changed = [], []
    for row in table.select([*IDENTITY, *DISPLAYED, "release"]).to_pylist():
        old = before.get(tuple(row[k] for k in IDENTITY))
        same = old is not None and all(old[k] == row[k] for k in DISPLAYED)
        first.append(row["release"] if old is None else old["first_release"])
        changed.append(old["changed_in"] if same else row["release"])
    for name, values in (("first_release", first), ("changed_in", changed)):
        table = table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))
    return table


def _constant(value: object, size: int) -> pa.Array:
    return pa.array([value] * size)
