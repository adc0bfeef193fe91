"""Result rows as arrays: one entry a row, text keys as small integers, numbers as doubles."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.disclosure.errors import DisclosureError
from firstcontact.disclosure.measures import Catalogue, Definition

KEY = ("measure", "version", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum")
SHOWN = ("published", "provisional", "too_few")
PEOPLE_UNITS = ("people",)


@dataclass(frozen=True)
class Coded:
    """A text column as codes into its sorted distinct values; -1 for NULL."""

    code: np.ndarray
    names: list[str]

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "Coded":
        text = pc.cast(column, pa.string()).combine_chunks()
        names = sorted(v for v in pc.unique(text).to_pylist() if v is not None)
        code = pc.index_in(text, pa.array(names, pa.string()))
        return cls(pc.fill_null(code, -1).to_numpy(zero_copy_only=False).astype(np.int64), names)

    def find(self, name: str) -> int:
        """Code of a name, -2 when no row has it."""
        return self.names.index(name) if name in self.names else -2

    def is_(self, *names: str) -> np.ndarray:
        return np.isin(self.code, [self.find(n) for n in names])


@dataclass(frozen=True)
class Rows:
    """The results table, read once. `d`, `n`, `c`: people behind denominator, numerator and complement (-1: none)."""

    table: pa.Table
    measure: Coded
    universe: Coded
    version: Coded
    start: Coded
    end: Coded
    group_kind: Coded
    group_id: Coded
    stratum_kind: Coded
    stratum: Coded
    status: Coded
    definitions: list[Definition]  # by measure code
    numerator: np.ndarray
    denominator: np.ndarray
    d: np.ndarray
    n: np.ndarray
    c: np.ndarray

    @property
    def size(self) -> int:
        return self.table.num_rows

    def by_measure(self, what: object) -> np.ndarray:
        """A property of the definition, spread over rows: `what` maps a Definition to a value."""
        values = np.array([what(d) for d in self.definitions])
        return values[self.measure.code] if len(values) else np.zeros(0, dtype=bool)

    def key(self, i: int) -> str:
        """The row's key as people write it in a message."""
        row = self.table.slice(i, 1).select(KEY).to_pylist()[0]
        return " ".join(str(row[k]) for k in KEY if k != "period_end")


def read_rows(results: pa.Table, measures: list[dict]) -> Rows:
    """Rows of DESIGN.md section 4. Raises DisclosureError for errors, duplicates, unknown measures, missing columns."""
    results = _publishable(results)
    catalogue = Catalogue(measures)
    coded = {name: Coded.of(results[name]) for name in (*KEY, "universe", "status")}
    definitions = [catalogue[name] for name in coded["measure"].names]
    numbers = {name: _doubles(results[name]) for name in ("numerator", "denominator", "people", "people_numerator")}
    rows = Rows(
        table=results,
        measure=coded["measure"],
        universe=coded["universe"],
        version=coded["version"],
        start=coded["period_start"],
        end=coded["period_end"],
        group_kind=coded["group_kind"],
        group_id=coded["group_id"],
        stratum_kind=coded["stratum_kind"],
        stratum=coded["stratum"],
        status=coded["status"],
        definitions=definitions,
        numerator=numbers["numerator"],
        denominator=numbers["denominator"],
        **_people_counts(results, coded["measure"], definitions, numbers),
    )
    _refuse_duplicates(rows)
    _refuse_missing_shares(rows)
    return rows


def _publishable(results: pa.Table) -> pa.Table:
    """Rows that may enter a release: clinicians and previews are left out, an error stops."""
    errors = pc.sum(pc.equal(results["status"], "error")).as_py() or 0
    if errors:
        raise DisclosureError(
            f"results: {errors} rows have the status 'error'. A release cannot be made of a failed run; measure again."
        )
    keep = pc.and_(pc.not_equal(results["group_kind"], "clinician"), pc.not_equal(results["status"], "preview"))
    return results.filter(keep).combine_chunks()


def _people_counts(table: pa.Table, measure: Coded, definitions: list[Definition], numbers: dict) -> dict:
    """d, n and c of disclosure-control.md section 3."""
    unit = Coded.of(table["numerator_unit"])
    counts_people = unit.is_(*PEOPLE_UNITS)
    behind = numbers["people_numerator"]
    n = np.where(counts_people, numbers["numerator"], np.where(np.isnan(behind), numbers["numerator"], behind))
    unknown_money = unit.is_("money", "score") & np.isnan(behind)
    n = np.where(np.isnan(n) | unknown_money, -1, n)
    spec_people = np.array([d.spec.get("denominator_unit") in PEOPLE_UNITS for d in definitions], dtype=bool)
    both = counts_people & (spec_people[measure.code] if len(spec_people) else False)
    c = np.where(both, numbers["denominator"] - numbers["numerator"], -1)
    d = np.where(np.isnan(numbers["people"]), -1, numbers["people"])
    return {"d": d, "n": n, "c": np.where(np.isnan(c), -1, c)}


def _doubles(column: pa.ChunkedArray) -> np.ndarray:
    """Doubles, NULL as NaN. Counts and cents are exact in a double up to 2^53."""
    return pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False).astype(float)


def _refuse_duplicates(rows: Rows) -> None:
    columns = [rows.measure, rows.version, rows.start, rows.end, rows.group_kind, rows.group_id, rows.stratum_kind]
    key = combine([c.code for c in (*columns, rows.stratum)])
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    if same.size:
        i, j = sorted(order[same[0] : same[0] + 2].tolist())
        raise DisclosureError(
            f"results rows {i + 1} and {j + 1} have the same key (measure, version, period, group, stratum): "
            f"{rows.key(i)}."
        )


def _refuse_missing_shares(rows: Rows) -> None:
    money = Coded.of(rows.table["numerator_unit"]).is_("money")
    if money.any() and "top2_share" not in rows.table.column_names:
        name = rows.measure.names[rows.measure.code[money][0]]
        raise DisclosureError(f"finance measure {name} has no top2_share column; add it in the engine.")


def combine(codes: list[np.ndarray]) -> np.ndarray:
    """Several code columns as one int64 key: equal keys mean equal codes in every column."""
    key = np.zeros(len(codes[0]), dtype=np.int64)
    for code in codes:
        _, dense = np.unique(key, return_inverse=True)
        key = dense.astype(np.int64) * (int(code.max(initial=0)) + 3) + (code + 2)
    return key
