"""Runs a plan over the core tables: SQL makes rows of people bucket by bucket, tallies add them up by group."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Lock

import duckdb
import numpy as np

from firstcontact.core import CoreStore
from firstcontact.engine.ahead import ahead
from firstcontact.engine.batch import Batch, Keys
from firstcontact.engine.cells import FROM_PRACTICE, Layout, RowSet, row_sets
from firstcontact.engine.collapse import (
    MONTH_NUMBER,
    SQUARE,
    START_OF,
    collapse,
    describe,
    owner_join,
    typed_columns,
    unit,
    within,
)
from firstcontact.engine.number import Number, smallest_units
from firstcontact.engine.owners import ALONE
from firstcontact.engine.plan import Bundle, Plan, make_plan
from firstcontact.engine.refuse import bad_flag, refuse_bad, refuse_twice
from firstcontact.engine.scan import Scan
from firstcontact.engine.selection import Result
from firstcontact.engine.tally import Tally
from firstcontact.progress import QUIET, Reporter
from firstcontact.workspace import Groups


@dataclass
class Counts:
    """Everything counted. `tallies`: (bundle, kind of rows) -> one tally per group of row sets."""

    con: duckdb.DuckDBPyConnection
    plan: Plan
    tallies: dict[tuple[int, str], list[Tally]]
    numbers: dict[int, dict[str, Number]]
    groups: Groups

    def find(self, column: tuple[int, str], rows: str, sets: tuple[RowSet, ...], money: bool) -> Tally:
        """The tally of a column (bundle, name), for these row sets."""
        bundle, name = column
        return next(
            t
            for t in self.tallies[bundle, rows]
            if (t.sets, t.money) == (sets, money) and name in {n.name for n in t.numbers}
        )

    def number(self, column: tuple[int, str]) -> Number:
        return self.numbers[column[0]][column[1]]


def sets_of(result: Result, groups: Groups, rows: str) -> tuple[RowSet, ...]:
    return tuple(row_sets(result.kinds, groups.practice_strata_of(rows)))


def count(
    store: CoreStore,
    results: list[Result],
    years: list[int],
    groups: Groups,
    reporter: Reporter = QUIET,
    merge_scans: bool = True,
) -> Counts:
    """Count every result of the measured years. `merge_scans=False`: each alone, for tests of the plan."""
    plan = make_plan([r.counted() for r in results], merge_scans)
    con = store.connect()
    keys = read_keys(con)
    with store.connect(0, _sql_of(plan.bundles)) as first:
        numbers = {b.number: _numbers(first, b, plan, results) for b in plan.bundles}
    tallies = {
        (b.number, kind): _tallies(b, kind, plan, results, numbers[b.number], groups, years, keys)
        for b in plan.bundles
        for kind in b.rows
    }
    counts = Counts(con, plan, tallies, numbers, groups)
    with reporter.step("measure: people", store.buckets) as advance:
        for _ in _people(store, counts, years, keys):
            advance()
    for tally in (t for found in tallies.values() for t in found):
        tally.finish()
    with reporter.step("measure: clinicians, practices, areas, payments"):
        for bundle in (b for b in plan.bundles if not b.of_people):
            _others(con, bundle, counts, years, keys)
    return counts


def read_keys(con: duckdb.DuckDBPyConnection) -> Keys:
    """How cell keys are packed, and which kinds follow from practice and area."""
    follows = {}
    for table, attribute, kinds in (
        ("practice_attribute", "practice", FROM_PRACTICE),
        ("area_attribute", "area", ("deprivation_quintile", "rurality")),
    ):
        rows = con.execute(f"SELECT {attribute}, {', '.join(kinds)} FROM {table} ORDER BY 1").fetchall()
        for i, kind in enumerate(kinds):
            keys = np.zeros(max((r[0] for r in rows), default=0) + 1, np.int64)
            for row in rows:
                keys[row[0]] = row[1 + i] or 0
            follows[kind] = keys
    sizes = dict(con.execute("SELECT kind, MAX(key) + 1 FROM group_value GROUP BY kind").fetchall())
    return Keys(Layout.read(con).places, follows, sizes)


def _numbers(con: duckdb.DuckDBPyConnection, bundle: Bundle, plan: Plan, results: list[Result]) -> dict[str, Number]:
    money, squared = set(), set()
    for r in results:
        own = {p.numerator[1] for p in plan.parts[r.id] if p.numerator[0] == bundle.number}
        money |= own if r.meta.money else set()
        squared |= own if r.meta.value == "mean" and r.counts_one else set()
    return describe(con, bundle, money, squared)


def _tallies(
    bundle: Bundle,
    kind: str,
    plan: Plan,
    results: list[Result],
    numbers: dict[str, Number],
    groups: Groups,
    years: list[int],
    keys: Keys,
) -> list[Tally]:
    """One tally per group of row sets (and money rule) that results of the bundle ask for."""
    wanted: dict[tuple, dict[str, Number]] = {}
    for r in results:
        own = [
            name for p in plan.parts[r.id] for number, name in (p.numerator, p.denominator) if number == bundle.number
        ]
        columns = {n: numbers[n] for name in own for n in (name, name + SQUARE) if n in numbers}
        if columns:
            wanted.setdefault((sets_of(r, groups, kind), r.meta.money), {}).update(columns)
    step = {"month": 1, "quarter": 3, "year": 12}[kind]
    periods = [y * 12 + m for y in years for m in range(0, 12, step)]
    return [Tally(sets, money, tuple(columns.values()), periods, keys) for (sets, money), columns in wanted.items()]


def _people(store: CoreStore, counts: Counts, years: list[int], keys: Keys) -> Iterator[None]:
    """Add the people, bucket by bucket. Bundles have tallies of their own, so they are counted side by side; a second
    bucket is in line, so that no core waits for the last bundle of the first."""
    bundles = sorted((b for b in counts.plan.bundles if b.of_people), key=_work, reverse=True)
    sql, turn = _sql_of(bundles), {b.number: Lock() for b in bundles}  # a tally takes one bucket at a time

    def add(con: duckdb.DuckDBPyConnection, bundle: Bundle) -> None:
        with turn[bundle.number]:
            _add_bundle(con.cursor(), bundle, counts, years, keys, store.buckets)

    def bucket_of(bucket: int) -> None:
        with store.connect(bucket, sql) as con:
            started = [pool.submit(add, con, b) for b in bundles]
            wait(started)  # a connection that others still use cannot close, and that would hide what went wrong
            for bundle in started:
                bundle.result()

    with ThreadPoolExecutor(int(store.settings.get("threads", 1))) as pool:
        yield from ahead(bucket_of, range(store.buckets), 2)


def _work(bundle: Bundle) -> tuple[int, int]:
    """About how long a bundle takes: the longest begin, so that no core waits for the last one."""
    return len(bundle.columns), len(bundle.rows)


def _sql_of(bundles: list[Bundle]) -> str:
    """SQL that names every table that these bundles read."""
    return " ".join(
        f"{scan.owner.table} {scan.body({n: scan.expression(c[i]) for n, c in b.columns.items() if c[i] is not None})}"
        for b in bundles
        for i, scan in enumerate(b.scans)
    )


def _add_bundle(
    con: duckdb.DuckDBPyConnection, bundle: Bundle, counts: Counts, years: list[int], keys: Keys, buckets: int
) -> None:
    numbers = counts.numbers[bundle.number]
    try:
        for kind, table in collapse(con, bundle, numbers, years).items():
            select = f"SELECT COALESCE(person_id, 0) AS who, period, cell_key, {', '.join(numbers)} FROM {table}"
            _add_people(_batch(con, select, list(numbers), keys), counts.tallies[bundle.number, kind], buckets)
            con.execute(f"DROP TABLE {table}")
    finally:
        con.close()


def _add_people(batch: Batch, tallies: list[Tally], buckets: int) -> None:
    single, several = batch.split(buckets)
    for piece in batch.pieces(single):
        for tally in tallies:
            tally.add(piece)
    rest = batch.take(several)
    for tally in tallies:
        tally.add_several(rest)


def _batch(con: duckdb.DuckDBPyConnection, sql: str, columns: list[str], keys: Keys) -> Batch:
    rows = con.sql(sql).to_arrow_table()
    found = {name: rows[name].to_numpy() for name in rows.column_names if name not in columns}
    values = {c: smallest_units(rows[c]) for c in columns}
    return Batch(
        found["who"],
        found["period"],
        found["cell_key"],
        values,
        keys,
        found.get("weight"),
        found.get("organization_of"),
    )


RECIPIENT = "MIN(COALESCE('k' || practice_id, 'o' || organization_id, 'p' || payment_id))"
PAYMENTS = (
    f"(SELECT payment_id, MIN(cell_key) AS cell_key, MIN(COALESCE(organization_id, 0)) AS organization_of, "
    f"DENSE_RANK() OVER (ORDER BY {RECIPIENT}) AS who FROM payment GROUP BY payment_id)"
)


def _others(con: duckdb.DuckDBPyConnection, bundle: Bundle, counts: Counts, years: list[int], keys: Keys) -> None:
    """Add units that are not people: payments, practices, areas, clinicians."""
    scan, numbers = bundle.scans[0], counts.numbers[bundle.number]
    columns = typed_columns(bundle, 0, numbers)
    body = f"SELECT x.* FROM ({scan.body(columns)}) AS x WHERE {within(years)}"
    if not scan.certain:
        refuse_twice(con, body, scan.unit, bundle)
    refuse_bad(
        con,
        f"(SELECT {bad_flag(bundle, columns)} AS bad FROM ({body}))",
        bundle,
        lambda s, c: f"SELECT x.* FROM ({s.body(c)}) AS x WHERE {within(years)}",
    )
    exact = ", ".join(f"{n.in_units(f'SUM(COALESCE({unit(n)}, 0))')} AS {n.name}" for n in numbers.values())
    for kind in bundle.rows:
        start = (START_OF[kind] if bundle.window == "month" else "{0}").format(MONTH_NUMBER.format("x.period"))
        batch = _batch(
            con,
            f"SELECT {_attributes(scan, keys)}, {start} AS period, {exact} FROM ({body}) AS x {_join(scan)} "
            "GROUP BY ALL",
            list(numbers),
            keys,
        )
        batch.all_people = scan.owner.weight != ALONE
        for tally in counts.tallies[bundle.number, kind]:
            tally.add_several(batch)


def _attributes(scan: Scan, keys: Keys) -> str:
    """who, cell_key, weight (people behind a unit) and organization_of."""
    if scan.unit == "payment":
        return (
            "o.who AS who, COALESCE(o.cell_key, 0) AS cell_key, 0 AS weight, COALESCE(o.organization_of, 0) AS "
            "organization_of"
        )
    packed = Layout(keys.places).pack({"area": "COALESCE(o.area_id, 0)", "practice": "COALESCE(o.practice_id, 0)"})
    cell = scan.owner.cell.format(clinician_cell=packed)
    return (
        f"x.unit_id AS who, COALESCE({cell}, 0) AS cell_key, COALESCE({scan.owner.weight}, 1) AS weight, CAST(0 "
        "AS BIGINT) AS organization_of"
    )


def _join(scan: Scan) -> str:
    return f"LEFT JOIN {PAYMENTS} AS o ON o.payment_id = x.unit_id" if scan.unit == "payment" else owner_join(scan)
