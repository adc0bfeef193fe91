"""The instrument as the rest of the room reads it: pages, groups, items, options, conditions.

Plain frozen dataclasses, made by `build.build` from a document that passed the validator. Text is a mapping
language tag -> string. Source: specs/surveys/instrument-format.md 2. Measures and what surrounds them: `measure.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from firstcontact.survey.instrument.measure import Adjuster, Check, Completeness, Measure

Text = Mapping[str, str]
Number = int | Decimal

CHOICE_TYPES = ("single", "multi")
NUMBER_TYPES = ("rating", "integer", "decimal")
TEXT_TYPES = ("text", "long_text")


@dataclass(frozen=True)
class Clause:
    """One comparison. value: True or False for `exists`, else a code, a number or an ISO date as written."""

    item: str
    op: str
    value: str | int | bool


@dataclass(frozen=True)
class Condition:
    """mode: `all` or `any` of the clauses."""

    mode: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Option:
    """missing: prefer_not_to_say, does_not_apply, dont_know, or None for a substantive answer."""

    code: str
    label: Text
    score: Number | None = None
    missing: str | None = None
    exclusive: bool = False
    has_text: bool = False


@dataclass(frozen=True)
class Item:
    """One question (or `info` text). `options` are already those of its scale; `conditions` are the show_if of its
    page, group and own, outermost first: it is shown only where all of them hold."""

    link_id: str
    type: str
    text: Text
    page_id: str
    group_id: str
    hint: Text | None = None
    required: bool = False
    roles: tuple[str, ...] = ()
    scale: str | None = None
    options: tuple[Option, ...] = ()
    option_source: str | None = None
    max_choices: int | None = None
    min: Number | None = None
    max: Number | None = None
    decimals: int | None = None
    min_date: str | None = None
    max_date: str | None = None
    low_label: Text | None = None
    high_label: Text | None = None
    max_length: int | None = None
    pattern: str | None = None
    unit: str | None = None
    pii: bool = False
    module: str | None = None
    show_if: Condition | None = None
    conditions: tuple[Condition, ...] = ()
    sum_group: str | None = None
    strategy: str | None = None
    measures_touched: tuple[str, ...] = ()
    codes: tuple[Mapping[str, str], ...] = ()
    export_name: str | None = None

    @cached_property
    def option_by_code(self) -> dict[str, Option]:
        return {o.code: o for o in self.options}

    @property
    def answer_codes(self) -> tuple[str, ...]:
        """Codes of the substantive options, without those marked missing."""
        return tuple(o.code for o in self.options if o.missing is None)

    def has_role(self, role: str) -> bool:
        return role in self.roles


@dataclass(frozen=True)
class Group:
    group_id: str
    items: tuple[Item, ...]
    title: Text | None = None
    layout: str = "list"
    scale: str | None = None
    module: str | None = None
    show_if: Condition | None = None


@dataclass(frozen=True)
class Page:
    page_id: str
    title: Text
    groups: tuple[Group, ...]
    intro: Text | None = None
    show_if: Condition | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(i for g in self.groups for i in g.items)


@dataclass(frozen=True)
class Module:
    """rotation: `always` (in each response) or `rotating`."""

    module_id: str
    rotation: str


@dataclass(frozen=True)
class Exit:
    exit_id: str
    after_page: str
    when: Condition
    disposition: str
    message: Text


@dataclass(frozen=True)
class Instrument:
    """One version of a questionnaire. `document` is the plain native document that it was made from."""

    instrument_id: str
    version: int
    status: str
    title: Text
    population: str
    unit_of_report: str
    default_language: str
    languages: tuple[str, ...]
    pages: tuple[Page, ...]
    content_hash: str
    origin: str
    missing_codes: tuple[str, ...]
    completeness: Completeness
    document: Mapping[str, Any] = field(repr=False, compare=False)
    description: Text | None = None
    translation_status: Mapping[str, str] = field(default_factory=dict)
    licence_note: str | None = None
    recall: Text | None = None
    recall_months: int | None = None
    placeholders: tuple[str, ...] = ()
    scales: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    modules: tuple[Module, ...] = ()
    exits: tuple[Exit, ...] = ()
    checks: tuple[Check, ...] = ()
    adjusters: tuple[Adjuster, ...] = ()
    measures: tuple[Measure, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in document order."""
        return tuple(i for p in self.pages for i in p.items)

    @cached_property
    def item_by_id(self) -> dict[str, Item]:
        return {i.link_id: i for i in self.items}

    @cached_property
    def page_by_id(self) -> dict[str, Page]:
        return {p.page_id: p for p in self.pages}

    @cached_property
    def adjuster_by_id(self) -> dict[str, Adjuster]:
        return {a.adjuster_id: a for a in self.adjusters}

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        return {m.measure_id: m for m in self.measures}

    def with_role(self, role: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if i.has_role(role))


Answer = str | frozenset[str] | int | Decimal | date | None
"""single: code; multi: frozenset of codes; rating, integer: int; decimal: Decimal; date: date; texts: str; None: no
answer."""

Answers = Mapping[str, Answer]
