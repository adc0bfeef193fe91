"""Judges one piece of a file in the database: which rows are set aside, what is flagged, what the sums are.

Each severe rule has a number; a row's verdict is the number of the first one it breaks, NULL for a good row.
"""

import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from firstcontact.contract import Table
from firstcontact.intake.db import identifier, literal
from firstcontact.intake.dialect import Dialect
from firstcontact.intake.findings import EXAMPLES
from firstcontact.intake.normalise import create_views, derived_columns
from firstcontact.intake.pieces import Piece
from firstcontact.intake.profile import Suspect, profile
from firstcontact.intake.rules import SEVERE, Rule, row_rules

COPY = "COPY ({sql}) TO {path} (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 10000)"


@dataclass
class Hit:
    """How often a rule was broken, and the first cases as (line, value)."""

    rule: Rule
    count: int
    examples: list[tuple[int, object]] = field(default_factory=list)


@dataclass
class Totals:
    """Rows and sums over a set of rows; an amount is None where the table has no such column."""

    rows: int = 0
    paid: Decimal | None = None
    allowed: Decimal | None = None

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.rows + other.rows, _plus(self.paid, other.paid), _plus(self.allowed, other.allowed))


class Judge:
    """One piece, with the views `source` -> `normal` -> `judged` in place."""

    def __init__(self, con: duckdb.DuckDBPyConnection, table: Table, piece: Piece, dialect: Dialect) -> None:
        self.con = con
        self.table = table
        self.has_bad_rows = False
        self.is_kept = False
        self.piece = piece
        self.suspects, clean = profile(con, table, piece.columns, dialect)
        kinds = {name: "clean" if name in clean else kind for name, kind in piece.columns.items()}
        self.stored = create_views(con, table, kinds, dialect)
        rules = row_rules(table, kinds, dialect)
        self.severe = [r for r in rules if r.severity in SEVERE]
        self.soft = [r for r in rules if r.severity not in SEVERE]
        whens = " ".join(f"WHEN {r.fails} THEN {n}" for n, r in enumerate(self.severe))
        self.compared = self._compared(kinds)
        verdict = f"CASE {whens} END" if whens else "CAST(NULL AS INTEGER)"
        con.execute(f"CREATE OR REPLACE TEMP VIEW judged AS SELECT *, {verdict} AS verdict FROM normal")

    def judge(self) -> tuple[Totals, Totals, list[Hit]]:
        """(good rows, rows set aside, flags on good rows) in one scan, and one small one per coded column."""
        paid, allowed = self._sum("paid_amount", "amount"), self._sum("allowed_amount")
        flags = "".join(f", count(*) FILTER (WHERE {r.fails})" for r in self.soft)
        lines = "".join(f", min(line, {EXAMPLES}) FILTER (WHERE {r.fails})" for r in self.soft if r.severity == "flag")
        changed = " OR ".join(f"{identifier(n)} IS DISTINCT FROM {identifier(n + '@raw')}" for n in self.compared or ())
        changed = f"bool_or({changed or 'false'}{self._read_through()})"
        sql = f"SELECT verdict, count(*), {paid}, {allowed}, {changed}{flags}{lines} FROM judged GROUP BY verdict"
        good, aside, hits = Totals(), Totals(), []
        for verdict, rows, paid_sum, allowed_sum, has_changed, *rest in self.con.execute(sql).fetchall():
            if verdict is None:
                self.is_kept = self.compared is not None and not has_changed
                good = Totals(rows, paid_sum, allowed_sum)
                hits = self._soft_hits(rest)
            else:
                aside += Totals(rows, paid_sum, allowed_sum)
        self.has_bad_rows = aside.rows > 0
        self.is_kept = self.is_kept and not self.has_bad_rows
        found = [self._value_hit(s) for s in self.suspects]
        return good, aside, hits + [hit for hit in found if hit is not None]

    def write_good(self, path: Path) -> None:
        """Write the good rows; a file that is in its final form already is copied as it is, without the lines."""
        if self.is_kept:
            shutil.copyfile(self.piece.whole_file, path)
            return
        names = ", ".join(identifier(n) for n in [*self.stored, "line"])
        where = " WHERE verdict IS NULL" if self.has_bad_rows else ""
        self.con.execute(COPY.format(sql=f"SELECT {names} FROM judged{where}", path=literal(path)))

    def write_bad(self, path: Path) -> list[Hit]:
        """Write the rows that are set aside as (line, verdict, value) and return the first ones of each rule."""
        whens = "".join(f" WHEN {n} THEN {self._shown(r)}" for n, r in enumerate(self.severe))
        sql = f"SELECT line, verdict, CASE verdict{whens} END AS value FROM judged WHERE verdict IS NOT NULL"
        self.con.execute(COPY.format(sql=sql, path=literal(path)))
        part = f"read_parquet({literal(path)})"
        hits = {
            n: Hit(self.severe[n], count)
            for n, count in self.con.execute(f"SELECT verdict, count(*) FROM {part} GROUP BY 1 ORDER BY 1").fetchall()
        }
        first = f"QUALIFY row_number() OVER (PARTITION BY verdict ORDER BY line) <= {EXAMPLES} ORDER BY verdict, line"
        for n, line, value in self.con.execute(f"SELECT verdict, line, value FROM {part} {first}").fetchall():
            hits[n].examples.append((line, value))
        return list(hits.values())

    def _read_through(self) -> str:
        """Never true: makes the engine read the columns that no rule asks for, so that damage shows now."""
        typed = [identifier(n) for n, kind in self.piece.columns.items() if kind == "typed" and n in self.stored]
        return f" OR hash({', '.join(typed)}) = 0" if typed and self.compared is not None else ""

    def _compared(self, kinds: dict[str, str]) -> list[str] | None:
        """Columns to compare with what the file holds; None where what is stored differs from the file in any case."""
        same = set(self.stored) == set(kinds) and all(
            kind in ("typed", "clean") or (kind == "text" and self.table.columns[name].is_text)
            for name, kind in kinds.items()
        )
        if self.piece.whole_file is None or not same:
            return None
        derived = derived_columns(self.table, kinds)
        columns = [(self.table.columns[name], kind) for name, kind in kinds.items()]
        return [c.name for c, kind in columns if kind == "text" or c.null_value or c.open_end or c.name in derived]

    def _shown(self, rule: Rule) -> str:
        column = self.table.columns.get(rule.column)
        if rule.column not in self.piece.columns or column is None:
            return "CAST(NULL AS VARCHAR)"
        given = f"CAST({identifier(rule.column + '@in')} AS VARCHAR)"
        return f"CASE WHEN {given} IS NOT NULL THEN '(value not shown)' END" if column.personal else given

    def _sum(self, *names: str) -> str:
        name = next((n for n in names if n in self.stored and self.table.columns[n].is_money), None)
        return f"CAST(sum({name}) AS DECIMAL(38,2))" if name else "CAST(NULL AS DECIMAL(38,2))"

    def _soft_hits(self, rest: list) -> list[Hit]:
        counts, lists = rest[: len(self.soft)], iter(rest[len(self.soft) :])
        hits = []
        for rule, count in zip(self.soft, counts, strict=True):
            lines = next(lists) if rule.severity == "flag" else None
            if count:
                hits.append(Hit(rule, count, [(line, None) for line in lines or []]))
        return hits

    def _value_hit(self, suspect: Suspect) -> Hit | None:
        """Count a value rule on the good rows; its values are known, so only their column is read."""
        rule, raw = suspect.rule, identifier(suspect.rule.column + "@raw")
        conditions = [rule.when] if rule.when else []
        conditions += ["verdict IS NULL"] if self.has_bad_rows else []
        self.con.execute("CREATE OR REPLACE TEMP TABLE suspect AS SELECT unnest($1) AS value", [suspect.values])
        where = " AND ".join([f"{raw} IN (SELECT value FROM suspect)", *conditions])
        count = suspect.count
        if conditions:
            count = self.con.execute(f"SELECT count(*) FROM judged WHERE {where}").fetchone()[0]
        if not count:
            return None
        sql = f"SELECT line, {raw} FROM judged WHERE {where} LIMIT {EXAMPLES}"
        return Hit(rule, count, self.con.execute(sql).fetchall())


def _plus(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    if a is None or b is None:
        return b if a is None else a
    return a + b
