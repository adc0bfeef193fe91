"""Puts a variant's values and the parameters into the syntax tree as constants, and folds what then is constant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.simplify import simplify

from firstcontact.engine.lintrules import branches
from firstcontact.engine.schema import schema
from firstcontact.errors import FirstContactError


@dataclass(frozen=True)
class Dated:
    """A parameter's value and the days it holds for."""

    value: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Parameters:
    """Rows of the table parameter. `value(name, days)` is the one value that holds on all the days."""

    def __init__(self, rows: Mapping[str, list[Dated]]) -> None:
        self.rows = rows

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Parameters":
        return cls({name: [Dated(text(value))] for name, value in values.items()})

    def value(self, name: str, days: list[date]) -> str:
        """Raises FirstContactError when no row holds, two hold on one day, or the value changes between the days."""
        rows = self.rows.get(name)
        if not rows:
            raise FirstContactError(
                f"There is no parameter '{name}'. Add it to definitions/parameters.csv, or to [parameters] of "
                "firstcontact.toml."
            )
        found = set()
        for day in days or [date(2000, 1, 1)]:
            holding = [r for r in rows if r.holds(day)]
            if len(holding) > 1:
                raise FirstContactError(
                    f"Parameter '{name}' has {len(holding)} rows that hold on {day}. Keep one; a period has one value."
                )
            if not holding:
                raise FirstContactError(f"Parameter '{name}' has no row that holds on {day}. Add one for that time.")
            found.add(holding[0].value)
        if len(found) > 1:
            raise FirstContactError(
                f"Parameter '{name}' changes within the measured years ({', '.join(sorted(found))}). "
                "Measure the years before and after the change in two runs, with --period."
            )
        return found.pop()

    def get(self, name: str, default: str) -> str:
        """First value of a setting of the engine itself."""
        return self.rows[name][0].value if name in self.rows else default


def text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def parse(sql: str) -> exp.Expression:
    """The tree with every column qualified by its table's alias, without comments."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for node in tree.walk():
        node.comments = None
    return qualify(
        tree, schema=schema(), dialect="duckdb", quote_identifiers=False, identify=False, validate_qualify_columns=False
    )


def bind(
    tree: exp.Expression, variant: Mapping[str, str], parameters: Parameters, days: list[date]
) -> list[exp.Expression]:
    """The branches that are left when the variant's values and parameters are constants; dead branches are gone.

    `days`: first days of the measured years, for parameters whose value depends on the date.
    """
    bound = tree.copy()
    for select in list(bound.find_all(exp.Select)):
        wanted = _lookup(select)
        if wanted:
            table, name = wanted
            value = _variant_value(variant, name) if table == "variant" else parameters.value(name, days)
            (select.parent if isinstance(select.parent, exp.Subquery) else select).replace(_constant(select, value))
    folded = simplify(bound.transform(_fold_cast, copy=False), dialect="duckdb").transform(_fold_logic, copy=False)
    return [b for b in branches(folded) if not _dead(b)]


def _variant_value(variant: Mapping[str, str], name: str) -> str:
    if name not in variant:
        raise FirstContactError(
            f"The SQL reads the variant value '{name}', which variants: of the YAML does not hold. Add it to "
            "every variant."
        )
    return variant[name]


def _lookup(select: exp.Select) -> tuple[str, str] | None:
    """(table, name) when the SELECT looks up one value of variant or parameter."""
    source = select.args.get("from_") or select.args.get("from")
    table = source.this.name if source and isinstance(source.this, exp.Table) else ""
    where = select.args.get("where")
    if table not in ("variant", "parameter") or not where or not isinstance(where.this, exp.EQ):
        return None
    sides = {type(where.this.left): where.this.left, type(where.this.right): where.this.right}
    return (table, sides[exp.Literal].name) if exp.Literal in sides else None


def _constant(select: exp.Select, value: str) -> exp.Expression:
    """The SELECT's one expression with the column `value` put in as text."""
    projection = select.expressions[0].unalias().copy()
    if isinstance(projection, exp.Column):
        return exp.Literal.string(value)
    for column in list(projection.find_all(exp.Column)):
        column.replace(exp.Literal.string(value))
    return projection


def _fold_cast(node: exp.Expression) -> exp.Expression:
    if not (isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal) and node.this.is_string):
        return node
    word = node.this.name.strip()
    if node.to.is_type(*exp.DataType.INTEGER_TYPES) and word.lstrip("-").isdigit():
        return exp.Literal.number(int(word)) if int(word) >= 0 else exp.Neg(this=exp.Literal.number(-int(word)))
    if node.to.is_type(exp.DataType.Type.BOOLEAN) and word.lower() in ("true", "false"):
        return exp.true() if word.lower() == "true" else exp.false()
    return node


def _fold_logic(node: exp.Expression) -> exp.Expression:
    """`x AND TRUE` and `x OR FALSE` are x, also where the simplifier does not know that x is a truth value."""
    neutral = exp.true() if isinstance(node, exp.And) else exp.false() if isinstance(node, exp.Or) else None
    for side, other in ((node.left, node.right), (node.right, node.left)) if neutral else ():
        if side == neutral:
            return other
    return node


def _dead(branch: exp.Expression) -> bool:
    where = branch.args.get("where")
    return bool(where) and (where.this == exp.false() or where.this == exp.null())
