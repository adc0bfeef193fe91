"""One statement over one source, and the columns of numbers that it yields."""

from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from firstcontact.engine.branch import COUNTED, DRIVER
from firstcontact.engine.owners import EVENT_UNITS, PERSON_UNITS, Owner


@dataclass(frozen=True)
class Column:
    """A number per unit that meets `where`; `inner` is the expression without an outer CAST to DECIMAL."""

    where: str | None
    sql: str
    inner: str
    joins: frozenset[str] = frozenset()
    node: exp.Expression | None = field(default=None, compare=False)


@dataclass
class Scan:
    """One statement over one source. Yields unit_id, period, person_id, cell_key, weight and the columns."""

    unit: str
    window: str
    owner: Owner
    source: str
    driver: str
    unit_id: str
    period: str
    direct: bool
    frame: str | None = None
    certain: bool = False
    matched: str | None = None  # only rows of the driving table that match this join
    only: str | None = None  # units with people of their own: no rows of another condition
    joins: dict[str, str] = field(default_factory=dict)
    wheres: set[str | None] = field(default_factory=set)
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def of_people(self) -> bool:
        return self.unit in PERSON_UNITS

    @property
    def unique(self) -> bool:
        """One row per person, period and cell is certain: the driving table is the owner of people or coverage."""
        return self.direct and self.unit not in EVENT_UNITS

    @property
    def where(self) -> str | None:
        if None in self.wheres:
            return None
        return " OR ".join(f"({w})" for w in sorted(w for w in self.wheres if w)) or None

    def key(self) -> tuple:
        return (
            self.driver,
            self.source,
            self.window,
            self.owner,
            self.direct,
            self.unit_id if not self.direct else "",
            self.period,
            self.frame or "",
            self.matched or "",
            self.only or "",
        )

    @property
    def matched_table(self) -> str:
        """The table that a matched join reads."""
        join = sqlglot.parse_one(f"SELECT 1 FROM u {self.joins[self.matched]}", read="duckdb").args["joins"][0]
        return next(t.name for t in join.find_all(exp.Table))

    def body(self, columns: dict[str, str]) -> str:
        """SELECT unit_id, period and the named columns (name -> expression)."""
        counted = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        if self.frame:
            return self.frame.replace(COUNTED, counted)
        head = [f"{self.unit_id} AS unit_id", f"{self.period} AS period", *self._own()]
        joins = " ".join(
            self.joins[name].replace("LEFT JOIN", "JOIN", 1) if name == self.matched else self.joins[name]
            for name in sorted(self.joins)
        )
        return f"SELECT {', '.join(head)}, {counted} FROM {self.source} {joins}" + (
            f" WHERE {self.where}" if self.where else ""
        )

    def expression(self, column: Column, inner: bool = False) -> str:
        """The column over the rows of this scan; CASE only when the scan also holds rows of other measures."""
        sql = column.inner if inner else column.sql
        shared = self.frame or len(self.wheres) == 1 or column.where is None
        return sql if shared else f"CASE WHEN {column.where} THEN {sql} END"

    def _own(self) -> list[str]:
        if not self.direct or not self.of_people:
            return []
        return [f"{DRIVER}.person_id AS person_id", f"COALESCE({DRIVER}.cell_key, 0) AS cell_key"]
