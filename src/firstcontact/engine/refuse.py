"""What stops a run: a unit that stands twice in a period, a negative count, a part greater than its whole.

The sentences name measure, kind of unit and how many, never an id.
"""

from collections.abc import Callable, Collection

import duckdb

from firstcontact.engine.plan import Bundle
from firstcontact.engine.scan import Scan
from firstcontact.errors import FirstContactError

RowsOf = Callable[[Scan, dict[str, str]], str]


def bad_flag(bundle: Bundle, present: Collection[str]) -> str:
    """SQL: 1 for a unit that a measure must not have."""
    conditions = sorted({c for _, c in bundle.checks if _named(c) <= set(present)})
    return f"CASE WHEN {' OR '.join(conditions)} THEN 1 ELSE 0 END" if conditions else "0"


def _named(condition: str) -> set[str]:
    """Columns of a condition such as `c1 > c2`."""
    return {word for word in condition.split() if word.startswith("c")}


def refuse_bad(con: duckdb.DuckDBPyConnection, flagged: str, bundle: Bundle, rows_of: RowsOf) -> None:
    """Stop when a row of `flagged` (a query with the column bad) is bad; `rows_of` gives the units to count."""
    if not con.execute(f"SELECT COALESCE(SUM(bad), 0) FROM {flagged}").fetchall()[0][0]:
        return
    for i, scan in enumerate(bundle.scans):
        columns = {n: scan.expression(c[i]) for n, c in bundle.columns.items() if c[i] is not None}
        for measure, condition in sorted(bundle.checks):
            if _named(condition) <= set(columns):
                count = con.execute(f"SELECT COUNT(*) FROM ({rows_of(scan, columns)}) WHERE {condition}").fetchone()[0]
                if count:
                    raise FirstContactError(_sentence(measure, scan.unit, count, condition))


def _sentence(measure: str, unit: str, count: int, condition: str) -> str:
    what = "a negative count" if "<" in condition else "a numerator greater than its denominator"
    return (
        f"{measure}: {count} units ({unit}) have {what}. A share or a rate of them would be wrong, so the run stops. "
        f"Correct the SQL of the measure, or the data it reads."
    )


def refuse_twice(con: duckdb.DuckDBPyConnection, rows: str, unit: str, bundle: Bundle) -> None:
    """Stop when a unit stands twice in a period."""
    twice = con.execute(
        f"SELECT COUNT(*) FROM (SELECT unit_id, period FROM ({rows}) GROUP BY ALL HAVING COUNT(*) > 1)"
    ).fetchone()[0]
    if twice:
        ids = ", ".join(sorted(bundle.measures))
        raise FirstContactError(
            f"{ids}: {twice} units ({unit}) stand twice in a period. They would count double, so the run stops. "
            "Group by the unit and the period in the SQL, or join on a key."
        )
