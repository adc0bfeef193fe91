"""From unit rows to one row per person, period and cell, in temporary tables of one bucket.

Periods are month numbers (year * 12 + month - 1) here, and every column is a whole number of its smallest unit.
"""

from collections.abc import Collection
from datetime import date

import duckdb

from firstcontact.engine.number import Number
from firstcontact.engine.plan import Bundle
from firstcontact.engine.refuse import bad_flag, refuse_bad, refuse_twice
from firstcontact.engine.scan import Scan
from firstcontact.errors import FirstContactError

START_OF = {"month": "{0}", "quarter": "({0} // 3) * 3", "year": "({0} // 12) * 12"}
MONTH_NUMBER = "CAST(YEAR({0}) * 12 + MONTH({0}) - 1 AS INTEGER)"
FALLBACK_PERSON = {"person": "x.unit_id", "coverage": "x.unit_id // 16"}
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
SQUARE = "_square"


def describe(
    con: duckdb.DuckDBPyConnection, bundle: Bundle, money: Collection[str], squared: Collection[str]
) -> dict[str, Number]:
    """Every column of a bundle as a Number. Whole numbers stay whole, whatever DECIMAL the SQL wraps around them."""
    types: dict[str, list[tuple[str, str]]] = {name: [] for name in bundle.columns}
    for i, scan in enumerate(bundle.scans):
        used = {n: c[i] for n, c in bundle.columns.items() if c[i] is not None}
        outer = _types(con, scan.body({n: scan.expression(c) for n, c in used.items()}))
        inner = _types(con, scan.body({n: scan.expression(c, inner=True) for n, c in used.items()}))
        for name in used:
            types[name].append((outer[name], inner[name]))
    found: dict[str, Number] = {}
    for name, pairs in types.items():
        whole = all(inner in WHOLE for _, inner in pairs)
        scale = 0 if whole else max(_scale(outer, bundle) for outer, _ in pairs)
        found[name] = Number(name, scale, whole, name in money)
        if name in squared:
            found[name + SQUARE] = Number(name + SQUARE, 12, False, square=True)
    return found


def _types(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, str]:
    return {row[0]: row[1] for row in con.execute(f"DESCRIBE {sql}").fetchall()}


def _scale(sql_type: str, bundle: Bundle) -> int:
    if sql_type in WHOLE:
        return 0
    if sql_type.startswith("DECIMAL"):
        return int(sql_type.rstrip(")").split(",")[1])
    ids = ", ".join(sorted(bundle.measures))
    raise FirstContactError(
        f"{ids}: the SQL counts in {sql_type}, whose sums depend on the order of rows. CAST(.. AS "
        "DECIMAL(18,12)) the numerator."
    )


def within(years: list[int], column: str = "x.period") -> str:
    """Condition: the period starts in one of the years; written so that a file scan can skip parts."""
    if not years:
        return "FALSE"
    span = f"{column} BETWEEN DATE '{date(min(years), 1, 1)}' AND DATE '{date(max(years), 12, 31)}'"
    return f"{span} AND YEAR({column}) IN ({', '.join(str(y) for y in years)})"


def unit_rows(scan: Scan, columns: dict[str, str], years: list[int]) -> str:
    """SELECT of one scan of people: unit_id, period, person_id, cell_key and the columns, for the measured years."""
    body, names = scan.body(columns), ", ".join(f"x.{n}" for n in columns)
    if scan.direct:
        return f"SELECT x.unit_id, x.period, x.person_id, x.cell_key, {names} FROM ({body}) AS x WHERE {within(years)}"
    person = f"COALESCE(o.person_id, {FALLBACK_PERSON[scan.unit]})" if scan.unit in FALLBACK_PERSON else "o.person_id"
    return (
        f"SELECT x.unit_id, x.period, {person} AS person_id, COALESCE(o.cell_key, 0) AS cell_key, {names} "
        f"FROM ({body}) AS x {owner_join(scan)} WHERE {within(years)}"
    )


def owner_join(scan: Scan) -> str:
    """Join of the table that owns the unit's attributes, called o."""
    owner = scan.owner
    on = [f"o.{owner.keys[0]} = x.unit_id"]
    if len(owner.keys) == 2:
        period = "MAKE_DATE(YEAR(x.period) + 1, 1, 1)" if scan.window == "two_years" else "x.period"
        on.append(f"o.{owner.keys[1]} = {period}")
    on += [f"o.{owner.condition}"] if owner.condition else []
    return f"LEFT JOIN {owner.table} AS o ON {' AND '.join(on)}"


def collapse(
    con: duckdb.DuckDBPyConnection, bundle: Bundle, numbers: dict[str, Number], years: list[int]
) -> dict[str, str]:
    """Make the tables of a bundle of people: rows kind (month, quarter, year) -> table name."""
    made: dict[str, str] = {}
    for kind in [k for k in ("month", "quarter", "year") if k in bundle.rows]:
        table = f"rows_{bundle.number}_{kind}"
        if made:
            _again(con, table, next(iter(made.values())), kind, numbers)
        else:
            _first(con, table, bundle, numbers, kind, years)
            refuse_bad(con, table, bundle, lambda scan, columns: unit_rows(scan, columns, years))
        made[kind] = table
    return made


def _first(
    con: duckdb.DuckDBPyConnection, table: str, bundle: Bundle, numbers: dict[str, Number], kind: str, years: list[int]
) -> None:
    alone = len(bundle.scans) == 1 and bundle.scans[0].unique and (bundle.window != "month" or kind == "month")
    source = " UNION ALL ".join(_scan_rows(con, bundle, i, numbers, years) for i in range(len(bundle.scans)))
    start = (START_OF[kind] if bundle.window == "month" else "{0}").format(MONTH_NUMBER.format("period"))
    if alone:
        columns = [f"COALESCE({n.in_units(unit(n))}, 0) AS {n.name}" for n in numbers.values()]
        select = f"SELECT person_id, {start} AS period, cell_key, {', '.join([*columns, 'bad'])} FROM ({source})"
    else:
        columns = [f"COALESCE({n.in_units(f'SUM({unit(n)})')}, 0) AS {n.name}" for n in numbers.values()]
        named = ", ".join([*columns, "SUM(bad) AS bad"])
        select = f"SELECT person_id, {start} AS period, cell_key, {named} FROM ({source}) GROUP BY ALL"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")


def unit(number: Number) -> str:
    """SQL of a column of one unit. A square is made here, before anything is added up, as whole 10**-12ths."""
    if not number.square:
        return number.name
    base = number.name.removesuffix(SQUARE)
    return f"CAST(ROUND(POWER(CAST({base} AS DOUBLE), 2) * 1000000000000) AS BIGINT)"


def _again(con: duckdb.DuckDBPyConnection, table: str, source: str, kind: str, numbers: dict[str, Number]) -> None:
    start = START_OF[kind].format("period")
    sums = ", ".join(f"{n.in_units(f'SUM({n.name})')} AS {n.name}" for n in numbers.values())
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT person_id, {start} AS period, cell_key, {sums} FROM "
        f"{source} GROUP BY ALL"
    )


def _scan_rows(
    con: duckdb.DuckDBPyConnection, bundle: Bundle, i: int, numbers: dict[str, Number], years: list[int]
) -> str:
    """Rows of one scan with every column of the bundle (NULL where the scan has none), and the flag bad."""
    scan, columns = bundle.scans[i], typed_columns(bundle, i, numbers)
    rows = unit_rows(scan, columns, years)
    if not scan.certain:
        refuse_twice(con, rows, scan.unit, bundle)
    named = ", ".join(n if n in columns else f"NULL AS {n}" for n in bundle.columns)
    return f"SELECT person_id, period, cell_key, {named}, {bad_flag(bundle, columns)} AS bad FROM ({rows})"


def typed_columns(bundle: Bundle, i: int, numbers: dict[str, Number]) -> dict[str, str]:
    """name -> expression of the columns that a scan has."""
    scan = bundle.scans[i]
    return {n: scan.expression(c[i], inner=numbers[n].whole) for n, c in bundle.columns.items() if c[i] is not None}
