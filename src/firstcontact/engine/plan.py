"""Which measures share a scan. The plan changes the work, never a result.

Branches that keep the rows of the same table share one scan of it: their conditions become CASE, equal expressions
and equal joins are written once. Other branches share a statement when all but what they count is equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlglot import exp

from firstcontact.engine.branch import Branch, is_zero_or_one, is_zero_without
from firstcontact.engine.owners import ALONE, PERSON_UNITS, Owner
from firstcontact.engine.scan import Column, Scan


@dataclass(frozen=True)
class Part:
    """Where one branch of a measure is counted: bundle and column, of the numerator and of the denominator."""

    numerator: tuple[int, str]
    denominator: tuple[int, str]


@dataclass
class Bundle:
    """Scans whose rows are added up together. A column holds one expression per scan, None where a scan has none."""

    number: int
    of_people: bool
    window: str
    rows: tuple[str, ...]
    scans: list[Scan] = field(default_factory=list)
    columns: dict[str, list[Column | None]] = field(default_factory=dict)
    checks: list[tuple[str, str]] = field(default_factory=list)  # measure, condition that no unit may meet
    measures: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Counted:
    """One result id to be counted: its bound branches and what its definition says about rows and checks."""

    id: str
    branches: tuple[Branch, ...]
    rows: tuple[str, ...]
    kind: str  # ratio, count, score or money: what the checks may refuse


@dataclass
class Plan:
    bundles: list[Bundle]
    parts: dict[str, list[Part]]  # result id -> parts

    def explain(self) -> str:
        """The groups of measures that share a scan, as people read them."""
        lines = [f"{len(self.parts)} results, {sum(len(b.scans) for b in self.bundles)} scans"]
        for bundle in self.bundles:
            for scan in bundle.scans:
                source = scan.driver or "a query"
                matched = f" rows that match {scan.matched_table}" if scan.matched else ""
                lines.append(
                    f"\nscan of {source}{matched} by {scan.window} ({', '.join(bundle.rows)} rows), "
                    f"{len(scan.joins)} joins:"
                )
            lines += [f"  {name}" for name in sorted(bundle.measures)]
        return "\n".join(lines)


def make_plan(counted: list[Counted], merge: bool = True) -> Plan:
    """Put every branch into scans and bundles. `merge=False`: each result alone, for tests of the plan."""
    plan = Plan([], {c.id: [] for c in counted})
    for one in counted:
        people = [b for b in one.branches if b.unit in PERSON_UNITS]
        others = [b for b in one.branches if b.unit not in PERSON_UNITS]
        for group in ([people] if people else []) + [[b] for b in others]:
            plan.parts[one.id].append(_part(plan, one, group, merge))
    return plan


def _part(plan: Plan, one: Counted, group: list[Branch], merge: bool) -> Part:
    """Columns of a result in their bundles. Both sides of a ratio stay together, so that each unit can be checked;
    others go where their rows are fewest."""
    columns = [[_column(b.numerator, b) for b in group], [_column(b.denominator, b) for b in group]]
    matched = [None if one.kind == "ratio" or not merge else _only_matched(c, group) for c in columns]
    first = _bundle_for(plan, one, group, matched[0], merge)
    bundles = [first, _bundle_for(plan, one, group, matched[1], merge) if merge else first]
    names = [_named(bundle, c, group) for bundle, c in zip(bundles, columns, strict=True)]
    for bundle in bundles:
        bundle.measures.add(one.id)
    _check(one, bundles, names)
    return Part((bundles[0].number, names[0]), (bundles[1].number, names[1]))


def _check(one: Counted, bundles: list[Bundle], names: list[str]) -> None:
    """Conditions that no unit may meet: money and scores may be anything."""
    if one.kind in ("ratio", "count"):
        for bundle, name in zip(bundles, names, strict=True):
            bundle.checks.append((one.id, f"{name} < 0"))
    if one.kind == "ratio":
        bundles[0].checks.append((one.id, f"{names[0]} > {names[1]}"))


def _only_matched(columns: list[Column], group: list[Branch]) -> str | None:
    """Name of the join without whose match the column is 0, if there is one: then unmatched rows need not be read."""
    if len(group) != 1 or not group[0].direct:
        return None
    used = columns[0].joins
    if len(used) != 1 or group[0].where_joins:
        return None
    return next(iter(used)) if is_zero_without(columns[0].node, next(iter(used))) else None


def _bundle_for(plan: Plan, one: Counted, group: list[Branch], matched: str | None, merge: bool) -> Bundle:
    """The bundle that already has all scans of these branches, or a new one."""
    scans = [_scan_of(b, matched) for b in group]
    wanted, of_people = [s.key() for s in scans], group[0].unit in PERSON_UNITS
    for bundle in plan.bundles if merge else []:
        if bundle.rows == one.rows and bundle.of_people == of_people and [s.key() for s in bundle.scans] == wanted:
            return bundle
    bundle = Bundle(len(plan.bundles), of_people, group[0].window, one.rows, scans)
    plan.bundles.append(bundle)
    return bundle


def _scan_of(b: Branch, matched: str | None) -> Scan:
    return Scan(
        b.unit,
        b.window,
        b.owner if not b.direct else _anchor(b),
        b.source,
        b.driver,
        b.unit_id,
        b.period,
        b.direct,
        b.grouped,
        b.certain,
        matched,
        b.where if b.owner.weight != ALONE else None,
    )


def _anchor(b: Branch) -> Owner:
    """People and coverage by month share a scan of person_month: both take its own cell_key."""
    shared = b.owner.table == "person_month"
    return replace(b.owner, keys=b.owner.keys[1:], condition=None) if shared else b.owner


def _column(node: exp.Expression, branch: Branch) -> Column:
    node = node.unnest()
    outer = node.sql("duckdb")
    decimal = isinstance(node, exp.Cast) and node.to.is_type(exp.DataType.Type.DECIMAL)
    inner = node.this.sql("duckdb") if decimal else outer
    used = frozenset(c.table for c in node.find_all(exp.Column)) & branch.joins.keys()
    return Column(branch.where, outer, inner, frozenset(used), node)


def _named(bundle: Bundle, columns: list[Column], group: list[Branch]) -> str:
    """Name of the column with these expressions, one per scan; equal expressions have one name."""
    for scan, branch, column in zip(bundle.scans, group, columns, strict=True):
        scan.joins.update({name: branch.joins[name] for name in column.joins | branch.where_joins})
        scan.wheres.add(branch.where if not branch.grouped else None)
    for name, known in bundle.columns.items():
        if known == columns:
            return name
    name = f"c{len(bundle.columns) + 1}"
    bundle.columns[name] = list(columns)
    return name


def denominators_are_one(branches: Iterable[Branch]) -> bool:
    """Every unit of the denominator counts once."""
    return all(is_zero_or_one(b.denominator) for b in branches)
