"""One SELECT of a measure, taken apart: what drives it, what it joins, what it counts."""

import hashlib
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from firstcontact.engine.owners import Owner, owner_of, unit_of
from firstcontact.engine.schema import KEYS

DRIVER = "u"
COUNTED = "counted_here"


@dataclass(frozen=True)
class Branch:
    """A branch in canonical form: the driving table is called u, each join by a name made from its own text.

    `keeps_rows`: one row out for one row of the driving table, so it can share a scan with others of the same table.
    `direct`: the driving table owns the unit's attributes, so cell_key and person_id are its own columns.
    `certain`: no unit can stand twice in a period.
    """

    measure: str
    unit: str
    window: str
    owner: Owner
    driver: str
    source: str
    unit_id: str
    period: str
    numerator: exp.Expression
    denominator: exp.Expression
    where: str | None
    joins: dict[str, str] = field(default_factory=dict)
    where_joins: frozenset[str] = frozenset()
    grouped: str | None = None
    keeps_rows: bool = False
    direct: bool = False
    certain: bool = False
    tables: frozenset[str] = frozenset()
    cube_columns: frozenset[str] = frozenset()


def read_branch(select: exp.Select, measure: str, declared_unit: str, window: str) -> Branch:
    """Take one bound SELECT apart. The tree is changed; give a copy."""
    source = _source(select)
    driver = source.this.name if isinstance(source.this, exp.Table) else ""
    unit = unit_of(driver, declared_unit)
    owner = owner_of(unit, window)
    tables = frozenset(t.name for t in select.find_all(exp.Table))
    cube = _columns_of(select, "spend_cube")
    joins = _rename(select, source.this.alias_or_name)
    parts = {p.alias: p.unalias() for p in select.expressions}
    where = select.args["where"].this if select.args.get("where") else None
    keeps = _is_plain(select) and all(_never_multiplies(j) for j in select.args.get("joins") or [])
    direct = keeps and _is_direct(owner, driver, parts, where)
    return Branch(
        measure,
        unit,
        window,
        owner,
        driver,
        source.this.sql("duckdb"),
        parts["unit_id"].sql("duckdb"),
        parts["period"].sql("duckdb"),
        parts["numerator"],
        parts["denominator"],
        where.sql("duckdb") if where else None,
        joins,
        _tables_of(where) & joins.keys(),
        None if keeps else _frame(select),
        keeps,
        direct,
        direct or _is_certain(select, driver, parts, keeps),
        tables,
        cube,
    )


def _tables_of(node: exp.Expression | None) -> frozenset[str]:
    return frozenset(c.table for c in node.find_all(exp.Column)) if node else frozenset()


def _columns_of(select: exp.Select, table: str) -> frozenset[str]:
    aliases = {t.alias_or_name for t in select.find_all(exp.Table) if t.name == table}
    return frozenset(c.name for c in select.find_all(exp.Column) if c.table in aliases)


def _source(select: exp.Select) -> exp.Expression:
    return select.args.get("from_") or select.args.get("from")


def _rename(select: exp.Select, driver_alias: str) -> dict[str, str]:
    """Give the driving table and the joins their canonical names; returns name -> text of each join."""
    columns = _columns_by_table(select)
    _call(_source(select).this, columns.get(driver_alias, []), DRIVER)
    joins = {}
    for join in select.args.get("joins") or []:
        own = columns.get(join.this.alias_or_name, [])
        _call(join.this, own, "j")
        name = "j" + hashlib.sha256(join.sql("duckdb").encode()).hexdigest()[:8]
        _call(join.this, own, name)
        joins[name] = join.sql("duckdb")
    return joins


def _call(source: exp.Expression, columns: list[exp.Column], name: str) -> None:
    source.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    for column in columns:
        column.set("table", exp.to_identifier(name))


def _columns_by_table(select: exp.Select) -> dict[str, list[exp.Column]]:
    inside = {id(c) for part in _subqueries(select) for c in part.find_all(exp.Column)}
    found: dict[str, list[exp.Column]] = {}
    for column in select.find_all(exp.Column):
        if id(column) not in inside:
            found.setdefault(column.table, []).append(column)
    return found


def _subqueries(select: exp.Select) -> list[exp.Expression]:
    """Queries in FROM and JOIN: names inside them are their own."""
    parts = [_source(select).this] + [j.this for j in select.args.get("joins") or []]
    return [p for p in parts if isinstance(p, exp.Subquery)]


def _is_plain(select: exp.Select) -> bool:
    """No grouping, windows or the like in the outer SELECT."""
    if any(select.args.get(key) for key in ("group", "having", "qualify", "distinct", "limit", "laterals")):
        return False
    nodes = [n for p in select.expressions for n in p.walk()]
    return not any(isinstance(n, exp.AggFunc | exp.Window) for n in nodes)


def _never_multiplies(join: exp.Join) -> bool:
    """A LEFT JOIN on columns that are unique on its right side."""
    if (join.side or "").upper() != "LEFT" or not join.args.get("on"):
        return False
    name = join.this.alias_or_name
    matched = set()
    for condition in join.args["on"].flatten() if isinstance(join.args["on"], exp.And) else [join.args["on"]]:
        sides = [condition.left, condition.right] if isinstance(condition, exp.EQ) else []
        own = [s for s in sides if isinstance(s, exp.Column) and s.table == name]
        if len(own) == 1:
            matched.add(own[0].name)
    key = _unique_columns(join.this)
    return key is not None and key <= matched


def _unique_columns(source: exp.Expression) -> frozenset[str] | None:
    if isinstance(source, exp.Table):
        return KEYS.get(source.name)
    inner = source.this if isinstance(source, exp.Subquery) else None
    group = inner.args.get("group") if isinstance(inner, exp.Select) else None
    if not group or not group.expressions:
        return None
    outputs = {p.unalias().sql("duckdb"): p.alias_or_name for p in inner.expressions}
    names = [outputs.get(g.sql("duckdb")) for g in group.expressions]
    return frozenset(names) if all(names) else None


def _is_direct(owner: Owner, driver: str, parts: dict[str, exp.Expression], where: exp.Expression | None) -> bool:
    if driver != owner.table or "{" in owner.cell:
        return False
    wanted = [f"{DRIVER}.{k}" for k in owner.keys]
    written = [parts["unit_id"].sql("duckdb"), parts["period"].sql("duckdb")]
    if written[: len(wanted)] != wanted:
        return False
    conditions = (
        [c.sql("duckdb") for c in where.flatten()]
        if isinstance(where, exp.And)
        else [where.sql("duckdb")]
        if where
        else []
    )
    return owner.condition is None or f"{DRIVER}.{owner.condition}" in conditions


def _is_certain(select: exp.Select, driver: str, parts: dict[str, exp.Expression], keeps: bool) -> bool:
    """Unit and period are the key of the driving table, or what the SELECT groups by."""
    pair = {parts["unit_id"].sql("duckdb"), parts["period"].sql("duckdb")}
    group = select.args.get("group")
    if group:
        return {g.sql("duckdb") for g in group.expressions} <= pair
    return keeps and driver in KEYS and {f"{DRIVER}.{k}" for k in KEYS[driver]} <= pair


def _frame(select: exp.Select) -> str:
    """The SELECT without its numerator and denominator: branches with equal frames share one statement."""
    bare = select.copy()
    kept = [p for p in bare.expressions if p.alias in ("unit_id", "period")]
    bare.set("expressions", [*kept, exp.column(COUNTED)])
    return bare.sql("duckdb")


def is_zero_or_one(node: exp.Expression) -> bool:
    """True when the expression can only be 0 or 1 (or NULL)."""
    node = node.unnest()
    if isinstance(node, exp.Literal):
        return node.name in ("0", "1")
    if isinstance(node, exp.Case):
        default = node.args.get("default")
        return all(is_zero_or_one(i.args["true"]) for i in node.args["ifs"]) and (
            default is None or is_zero_or_one(default)
        )
    return False


def is_zero_without(node: exp.Expression, join: str) -> bool:
    """True when the expression is 0 or NULL for a row that the join does not match."""
    bare = node.copy().transform(lambda n: exp.null() if isinstance(n, exp.Column) and n.table == join else n)
    return _is_zero(simplify(bare, dialect="duckdb"))


def _is_zero(node: exp.Expression) -> bool:
    node = node.unnest()
    match node:
        case exp.Null():
            return True
        case exp.Literal():
            return not node.is_string and float(node.name) == 0
        case exp.Case():
            default = node.args.get("default")
            return all(_is_zero(i.args["true"]) for i in node.args["ifs"]) and (default is None or _is_zero(default))
        case exp.Cast():
            return _is_zero(node.this)
        case exp.Add() | exp.Sub():
            return _is_zero(node.left) and _is_zero(node.right)
        case exp.Coalesce():
            return _is_zero(node.this) and all(_is_zero(e) for e in node.expressions)
    return False
