"""What a run measures: which results, bound to their parameters, and why some of them cannot be counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from firstcontact.engine.bind import Parameters, bind, parse
from firstcontact.engine.branch import Branch, read_branch
from firstcontact.engine.cells import GROUP_KINDS
from firstcontact.engine.definition import BaseMeasure
from firstcontact.engine.definitions import Definition, find
from firstcontact.engine.linter import lint_definition
from firstcontact.engine.packs import PackUsed, bound_of
from firstcontact.engine.plan import Counted, denominators_are_one
from firstcontact.errors import FirstContactError

# Input tables without which a core table says nothing.
NEEDS = {
    "payment": "non_claims_payment",
    "rx_fill": "pharmacy_claim",
    "area_year": "area",
    "area": "area",
    "practice": "practice",
    "practice_year": "practice",
    "panel": "practice",
    "clinician": "provider",
    "clinician_year": "provider",
    "visit": "medical_claim",
    "stay": "medical_claim",
    "ed_visit": "medical_claim",
    "service_line": "medical_claim",
}
MONTHS = "_months"  # months of people with coverage: counted for floors and for the people behind payments
MONTHS_SQL = """SELECT m.coverage_id AS unit_id, m.month AS period,
       CASE WHEN m.medical THEN m.months ELSE 0 END AS numerator, m.months AS denominator
FROM person_month AS m WHERE m.is_counted"""


@dataclass(frozen=True)
class Result:
    """One result id of a base measure. `reason`: why it has no numbers; `preview`: only with --allow-partial."""

    id: str
    meta: BaseMeasure
    branches: tuple[Branch, ...]
    pack: PackUsed | None = None
    reason: str | None = None
    preview: bool = False

    @property
    def counts_one(self) -> bool:
        return denominators_are_one(self.branches)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(k for k in self.meta.groups if k != "clinician")

    @property
    def has_payments(self) -> bool:
        return any(b.unit == "payment" for b in self.branches)

    @property
    def check(self) -> str:
        """What the run refuses in this result's units."""
        if self.meta.money:
            return "money"
        if self.meta.numerator_unit == "score":
            return "score"
        return "ratio" if self.meta.value == "ratio" else "count"

    @property
    def needs_months(self) -> bool:
        floor = self.meta.publish_if.member_months_at_least
        own = self.meta.denominator_unit in ("person_months", "person_years")
        return self.meta.unit_of_count == "payment" or (floor is not None and not own)

    def counted(self) -> Counted:
        return Counted(self.id, self.branches, tuple(self.meta.rows), self.check)


@dataclass(frozen=True)
class Surroundings:
    """What selection looks at beside the definitions."""

    parameters: Parameters
    packs: dict[str, PackUsed]
    years: list[int]
    input_tables: frozenset[str] | None = None  # None: all are present
    allow_partial: bool = False


@dataclass
class Selection:
    """What to count and what to derive. `wanted`: ids whose rows are written (all, or those of --only)."""

    results: list[Result]
    derived: list[Definition]
    wanted: set[str] = field(default_factory=set)


def select(definitions: list[Definition], only: Iterable[str], around: Surroundings) -> Selection:
    """Bind every wanted base measure, and those that wanted derived measures stand on."""
    chosen = _chosen(definitions, list(only))
    derived = [d for d in definitions if d.derived and chosen.get(d.id)]
    wanted = {i for ids in chosen.values() for i in ids}
    needed = set(wanted)
    for d in derived:
        for base in d.meta.over:
            owner = find(definitions, base)
            needed |= {i for i in owner.variants if base in (owner.id, i)}
    results = [r for d in definitions if not d.derived for r in _bound(d, needed, around)]
    return Selection(results, derived, wanted)


def _chosen(definitions: list[Definition], only: list[str]) -> dict[str, list[str]]:
    """definition id -> its wanted result ids. A derived id such as gap.visit_volume.all wants the definition gap."""
    if not only:
        return {d.id: list(d.variants) for d in definitions}
    chosen: dict[str, list[str]] = {}
    for wanted in only:
        d = find(definitions, wanted)
        chosen.setdefault(d.id, []).extend([wanted] if wanted in d.variants or d.derived else list(d.variants))
    return chosen


def chosen_definitions(definitions: list[Definition], only: list[str]) -> list[Definition]:
    """The definitions that a run writes."""
    chosen = _chosen(definitions, only)
    return [d for d in definitions if d.id in chosen]


def _bound(definition: Definition, needed: set[str], around: Surroundings) -> list[Result]:
    variants = {i: v for i, v in definition.variants.items() if i in needed}
    if not variants:
        return []
    problems = [] if definition.built_in else lint_definition(definition, set())  # tests lint those that are shipped
    if problems:
        raise FirstContactError("\n".join(problems))
    tree = parse(definition.sql or "")
    days = [date(y, 1, 1) for y in around.years]
    return [_result(definition.meta, i, bind(tree, v, around.parameters, days), around) for i, v in variants.items()]


def _result(meta: BaseMeasure, result_id: str, selects: list, around: Surroundings) -> Result:
    branches = tuple(read_branch(s, result_id, meta.unit_of_count, meta.window) for s in selects)
    columns = frozenset(c for b in branches for c in b.cube_columns)
    bound = bound_of(columns)
    pack = around.packs.get(bound) if bound else None
    reason = _absent(branches, columns, around.input_tables)
    incomplete = pack is not None and not pack.complete
    if incomplete and not around.allow_partial:
        reason = reason or pack.words
    return Result(result_id, meta, branches, pack, reason, preview=incomplete)


def _absent(branches: tuple[Branch, ...], columns: frozenset[str], present: frozenset[str] | None) -> str | None:
    """Words for the first input table that is missing, None when the numbers can be counted."""
    needed = {NEEDS[t] for b in branches for t in b.tables if t in NEEDS}
    dollars = columns - {"person_id", "coverage_id", "line_of_business", "month", "year_start", "payers"}
    needed |= {"pharmacy_claim" if c == "pharmacy" else "medical_claim" for c in dollars}
    missing = sorted(needed - present) if present is not None else []
    return f"there is no table {missing[0]} among the inputs" if missing else None


def months_result(results: list[Result]) -> Result | None:
    """The count of covered months behind floors and payments, for the groups of the results that need it."""
    asking = [r for r in results if r.needs_months and not r.reason]
    if not asking:
        return None
    meta = asking[0].meta.model_copy(
        update={
            "window": "month",
            "rows": sorted({k for r in asking for k in r.meta.rows}),
            "unit_of_count": "coverage",
            "groups": list(dict.fromkeys(k for r in asking for k in r.kinds)),
        }
    )
    branch = read_branch(bind(parse(MONTHS_SQL), {}, Parameters({}), [])[0], MONTHS, "coverage", "month")
    return Result(MONTHS, meta, (branch,))


def group_kinds(result: Result) -> tuple[str, ...]:
    return tuple(k for k in GROUP_KINDS if k in result.kinds)
