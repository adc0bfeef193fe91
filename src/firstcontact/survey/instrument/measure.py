"""What an instrument says about its scores: measures, boxes, adjusters, checks, completeness.

Source: specs/surveys/instrument-format.md 2.7-2.10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Text = Mapping[str, str]
Number = int | Decimal


@dataclass(frozen=True)
class Completeness:
    """key_share in (0, 1]: share of the key items asked that a complete response answers."""

    key_share: Decimal
    min_reportable: int


@dataclass(frozen=True)
class Check:
    """kind `sum_group`: sum_group, equals, tolerance. kind `compare`: left, op, right (link_ids)."""

    check_id: str
    kind: str
    severity: str
    message: Text
    sum_group: str | None = None
    equals: Number | None = None
    tolerance: Number = 0
    left: str | None = None
    op: str | None = None
    right: str | None = None


@dataclass(frozen=True)
class Adjuster:
    """coding `numeric`: the score, else the integer code; `dummies`: one column per code but `reference`.

    recode: code -> number, used in place of score and code.
    """

    adjuster_id: str
    item: str
    coding: str
    reference: str | None = None
    recode: Mapping[str, Number] | None = None


@dataclass(frozen=True)
class Box:
    """box: bottom, middle or top; codes: option codes, for a rating its numbers as text."""

    box: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ReportFloor:
    min_respondents: int = 30
    warn_below: int = 100
    min_reliability: Decimal = Decimal("0.70")


@dataclass(frozen=True)
class Ratio:
    """Two formulas: totals are divided, not respondents' quotients averaged."""

    numerator: str
    denominator: str


@dataclass(frozen=True)
class Measure:
    """kind: composite, single, item_mean, index, count_at_least, value, derived.

    item_weights: `k` (with k), `equal`, `responses`, or a mapping link_id -> weight for fixed ones.
    """

    measure_id: str
    title: Text
    kind: str
    items: tuple[str, ...] = ()
    scale_min: Number | None = None
    scale_max: Number | None = None
    boxes: tuple[Box, ...] = ()
    item_weights: str | Mapping[str, Number] = "k"
    k: Number = 1
    min_items_answered: int | None = None
    reverse: tuple[str, ...] = ()
    adjusters: tuple[str, ...] = ()
    direction: str = "context_only"
    report: ReportFloor = ReportFloor()
    formula: str | None = None
    null_if: str | None = None
    unit: str | None = None
    estimate: tuple[str, ...] = ()
    ratio: Ratio | None = None
    domain: str | None = None
    threshold: Number | None = None
