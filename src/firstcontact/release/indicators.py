"""Measures as pages see them: one page a base id, its variants, how its numbers are shown and scaled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from firstcontact.release.cells import Cell
from firstcontact.release.ticks import fixed_axis, nice_axis

DOMAINS = ("finance", "capacity", "performance", "equity")
DEFAULT_SHAPE = {"ratio": "percent", "pmpm": "money"}
PLAIN_FORMS = {"ratio", "rii", "rci", "bgv", "theil", "mld"}


@dataclass(frozen=True)
class Axis:
    """Ticks of a value axis, and places on the 120 wide interval mark."""

    ticks: tuple[Decimal, ...]

    def place(self, value: Decimal) -> str:
        low, high = self.ticks[0], self.ticks[-1]
        share = (min(max(value, low), high) - low) / (high - low)
        return f"{6 + share * 108:.1f}"


@dataclass(frozen=True)
class Indicator:
    """One definition and the full ids of its result rows, first variant first."""

    definition: dict
    measures: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.definition["id"]

    @property
    def domain(self) -> str:
        return self.definition["domain"]

    @property
    def first(self) -> str:
        return self.measures[0]

    @property
    def is_form(self) -> bool:
        """An equity form such as gap or ratio: rows over other measures."""
        return self.domain == "equity" and "over" in self.definition

    @property
    def is_compared(self) -> bool:
        return self.definition.get("direction") in ("higher_is_better", "lower_is_better")

    @property
    def sign(self) -> int:
        return -1 if self.definition.get("direction") == "lower_is_better" else 1

    @property
    def shape(self) -> str:
        """percent, money or number."""
        return self.definition.get("shown_as") or DEFAULT_SHAPE.get(self.definition["value"], "number")

    @property
    def unit_key(self) -> str | None:
        """Key of the words that follow a value; percentages need none."""
        value, unit = self.definition["value"], self.definition.get("denominator_unit")
        if value in ("rate_per_1000", "rate_per_100000"):
            return f"unit_{value}_{unit if unit in ('person_years', 'person_months', 'population') else 'other'}"
        if value == "mean":
            return "unit_clinicians" if unit == "clinicians" else "unit_scale"
        return {"pmpm": "unit_pmpm", "index": "unit_index"}.get(value)

    def axis(self, cells: Iterable[Cell | None]) -> Axis:
        """Fixed by the definition; percent 0 to 100; otherwise round numbers over the shown values."""
        fixed = self.definition.get("axis")
        if fixed:
            return Axis(tuple(fixed_axis(Decimal(str(fixed["from"])), Decimal(str(fixed["to"])))))
        if self.shape == "percent":
            return Axis(tuple(fixed_axis(Decimal(0), Decimal(100))))
        shown = [v for c in cells if c is not None and c.shown for v in (c.number, *(c.interval or ()))]
        return Axis(tuple(nice_axis(min(shown, default=Decimal(0)), max(shown, default=Decimal(1)))))


class Indicators:
    """All definitions that have result rows, in the order of domain, then catalogue."""

    def __init__(self, definitions: Sequence[dict], present: set[str]) -> None:
        made = [Indicator(d, _full_ids(d, present)) for d in definitions]
        kept = [i for i in made if i.measures]
        self._all = {i.id: i for i in sorted(kept, key=lambda i: DOMAINS.index(i.domain))}

    def __iter__(self):
        return iter(self._all.values())

    def __getitem__(self, base: str) -> Indicator:
        return self._all[base]

    def __contains__(self, base: str) -> bool:
        return base in self._all

    def of(self, measure: str) -> Indicator:
        """Indicator of a full id."""
        return self._all[measure.partition(".")[0]]

    def over(self, measure: str) -> str | None:
        """Measure that an equity form's row speaks about."""
        head, _, rest = measure.partition(".")
        return rest if self._all[head].is_form else None

    def shape(self, measure: str) -> str:
        """Form of a full id's numbers; a gap of percentages is in points."""
        over = self.over(measure)
        if over is None or not self._known(over):
            return self.of(measure).shape
        if measure.partition(".")[0] in PLAIN_FORMS:
            return "number"
        return {"percent": "points"}.get(self.of(over).shape, self.of(over).shape)

    def plain(self) -> list[Indicator]:
        return [i for i in self if not i.is_form]

    def forms(self) -> list[Indicator]:
        return [i for i in self if i.is_form]

    def _known(self, measure: str) -> bool:
        return measure.partition(".")[0] in self._all


def _full_ids(definition: dict, present: set[str]) -> tuple[str, ...]:
    base = definition["id"]
    if definition["domain"] == "equity" and "over" in definition:
        return tuple(sorted(m for m in present if m.startswith(f"{base}.")))
    named = [f"{base}.{v['id']}" for v in definition.get("variants") or []] or [base]
    return tuple(m for m in named if m in present) or tuple(sorted(m for m in present if m.split(".")[0] == base))
