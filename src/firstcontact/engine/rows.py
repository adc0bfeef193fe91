"""Result rows of one base measure: value, interval and status for every row of its frame."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from firstcontact.engine.frame import Frame
from firstcontact.engine.intervals import METHODS, NONE, Basis, factor_of, intervals
from firstcontact.engine.periods import is_open, parse_period
from firstcontact.engine.selection import Result
from firstcontact.engine.sums import Sums
from firstcontact.results_table import SCHEMA

STATUSES = ("published", "provisional", "too_few", "preview", "not_applicable", "error")
PUBLISHED, PROVISIONAL, TOO_FEW, PREVIEW, NOT_APPLICABLE, ERROR = range(6)
PEOPLELESS = ("area", "payment")
# Payments say who pays and who is paid, and nothing about people.
KNOWN_OF_PAYMENTS = {"all", "payer", "line_of_business", "practice_type", "region", "organization", "practice"}


@dataclass
class Rules:
    """Settings that decide statuses, and the cautions that are found on the way (measure -> words).

    places: (measure, words) -> groups and years that a caution is about.
    """

    data_through: date | None
    runout_months: int = 6
    confidence: float = 0.95
    cautions: dict[str, list[str]] = field(default_factory=dict)
    places: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def caution(self, measure: str, words: str) -> None:
        if words not in self.cautions.setdefault(measure, []):
            self.cautions[measure].append(words)


@dataclass
class Floors:
    """Months of coverage and people with a month, per row; for results that need them."""

    member_months: np.ndarray
    people: np.ndarray


@dataclass
class Rows:
    """The rows of one result id as columns. `codes`: status of each row, an index into STATUSES."""

    id: str
    table: pa.Table
    frame: Frame
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    method: np.ndarray
    x: np.ndarray
    n: np.ndarray
    people: np.ndarray
    codes: np.ndarray


def result_rows(result: Result, frame: Frame, sums: Sums, floors: Floors | None, whole: bool, rules: Rules) -> Rows:
    """All rows of one result. `whole`: every unit's numerator is a whole number."""
    unknown = _unknown_of_payments(result, frame)
    counted = np.zeros(len(frame), bool) if result.reason else ~unknown
    people = floors.people if floors and result.meta.unit_of_count == "payment" else sums.people
    good = counted & (sums.n > 0)
    value, lower, upper, method = _values(result, frame, sums, good, whole, rules.confidence)
    codes = _statuses(result, frame, sums, good, people, floors, rules)
    _cautions(result, sums, good, unknown, frame, rules)
    columns = (
        _words_of(result, len(frame))
        | frame.columns
        | _counts(result, sums, people, counted)
        | _estimates(value, lower, upper, method, codes, rules.confidence)
    )
    table = pa.table([columns[name] for name in SCHEMA.names], names=SCHEMA.names)
    return Rows(result.id, table, frame, value, lower, upper, method, sums.x, sums.n, people, codes)


def _words_of(result: Result, size: int) -> dict[str, pa.Array]:
    """Columns that are the same in every row."""
    meta = result.meta
    words = {
        "measure": result.id,
        "version": meta.version,
        "definition_pack": result.pack.label if result.pack else None,
        "numerator_unit": meta.numerator_unit,
        "universe": meta.universe or result.id,
    }
    return {name: constant(word, size) for name, word in words.items()}


def _counts(result: Result, sums: Sums, people: np.ndarray, counted: np.ndarray) -> dict[str, pa.Array]:
    meta = result.meta
    return {
        "numerator": _where(counted, sums.numerator),
        "denominator": _where(counted, sums.denominator),
        "people": pa.array(people, mask=~counted),
        "people_numerator": pa.array(sums.people_numerator, mask=~(counted & (meta.unit_of_count not in PEOPLELESS))),
        "top2_share": pa.array(sums.top2_share, mask=~counted | np.isnan(sums.top2_share)),
        "sources": pa.array(sums.sources, mask=~(counted & meta.money)),
    }


def _estimates(
    value: np.ndarray, lower: np.ndarray, upper: np.ndarray, method: np.ndarray, codes: np.ndarray, confidence: float
) -> dict[str, pa.Array]:
    hidden = codes == ERROR
    open_ended = np.isnan(lower) | hidden
    return {
        "value": pa.array(value, mask=np.isnan(value) | hidden),
        "lower": pa.array(lower, mask=open_ended),
        "upper": pa.array(upper, mask=open_ended),
        "confidence": pa.array(np.full(len(codes), confidence), mask=open_ended),
        "method": coded(method, METHODS),
        "status": coded(codes, STATUSES),
    }


def _values(
    result: Result, frame: Frame, sums: Sums, good: np.ndarray, whole: bool, confidence: float
) -> tuple[np.ndarray, ...]:
    size = len(frame)
    value, lower, upper = (np.full(size, np.nan) for _ in range(3))
    method = np.full(size, NONE, np.int8)
    x, n = sums.x[good], sums.n[good]
    value[good] = factor_of(result.meta) * x / n
    summed = np.array([p.rows != "month" for p in frame.periods], bool)[frame.period_index()]
    basis = Basis(whole, result.counts_one, confidence)
    lower[good], upper[good], method[good] = intervals(
        result.meta, result.id, basis, x, n, sums.square[good], summed[good]
    )
    return value, lower, upper, method


def _statuses(
    result: Result, frame: Frame, sums: Sums, good: np.ndarray, people: np.ndarray, floors: Floors | None, rules: Rules
) -> np.ndarray:
    """First that applies: error, not_applicable, preview, too_few, provisional, published."""
    codes = np.full(len(frame), PUBLISHED, dtype=np.int8)
    open_ = np.array([is_open(p, rules.data_through, rules.runout_months) for p in frame.periods], bool)
    codes[open_[frame.period_index()]] = PROVISIONAL
    codes[_below_floor(result, sums, people, floors)] = TOO_FEW
    codes[_in_preview(result, frame)] = PREVIEW
    codes[~good] = NOT_APPLICABLE
    codes[_impossible(result, frame, sums, good, rules)] = ERROR
    return codes


def _below_floor(result: Result, sums: Sums, people: np.ndarray, floors: Floors | None) -> np.ndarray:
    publish_if = result.meta.publish_if
    below = people < publish_if.people_at_least
    if publish_if.member_months_at_least is not None:
        below |= (floors.member_months if floors else sums.n) < publish_if.member_months_at_least
    return below


def _in_preview(result: Result, frame: Frame) -> np.ndarray:
    if result.preview:
        return np.ones(len(frame), bool)
    first = result.meta.first_public_period
    if not first:
        return np.zeros(len(frame), bool)
    start = parse_period(first)[0]
    early = np.array([p.end < start for p in frame.periods], bool)[frame.period_index()]
    return early & frame.per_period({k: _of_group(frame, k, "practice") for k in frame.grids}).astype(bool)


def _of_group(frame: Frame, rows: str, group: str) -> np.ndarray:
    numbers = [s.number for s in frame.sets[rows] if s.group == group]
    return np.isin(frame.grids[rows].set_number, numbers)


def _unknown_of_payments(result: Result, frame: Frame) -> np.ndarray:
    """Rows of a kind that payments do not know, for results that count payments."""
    if not result.has_payments:
        return np.zeros(len(frame), bool)
    marks = {}
    for rows, grid in frame.grids.items():
        numbers = [s.number for s in frame.sets[rows] if not {s.group, s.stratum} <= KNOWN_OF_PAYMENTS]
        marks[rows] = np.isin(grid.set_number, numbers)
    return frame.per_period(marks).astype(bool)


def _impossible(result: Result, frame: Frame, sums: Sums, good: np.ndarray, rules: Rules) -> np.ndarray:
    """Ratios of money above 1: an error where the whole region is above 1 too (finance rule 9)."""
    above = good & (sums.x > sums.n)
    if not (result.meta.money and result.meta.value == "ratio") or not above.any():
        return np.zeros(len(frame), bool)
    index = frame.period_index()
    whole = frame.per_period({k: frame.grids[k].set_number == _region_number(frame, k) for k in frame.grids}).astype(
        bool
    )
    return above & np.isin(index, index[above & whole])


def _region_number(frame: Frame, rows: str) -> int:
    return next((s.number for s in frame.sets[rows] if (s.group, s.stratum) == ("region", "all")), -1)


def _cautions(result: Result, sums: Sums, good: np.ndarray, unknown: np.ndarray, frame: Frame, rules: Rules) -> None:
    if result.reason:
        rules.caution(result.id, result.reason)
        return
    if unknown.any():
        kinds = {k for sets in frame.sets.values() for s in sets for k in (s.group, s.stratum)} - KNOWN_OF_PAYMENTS
        rules.caution(result.id, f"payments are not known by {', '.join(sorted(kinds))}".replace("_", " "))
    if result.meta.money and result.meta.value == "ratio" and (good & ((sums.x > sums.n) | (sums.x < 0))).any():
        rules.caution(result.id, "in some groups reversals make the share less than 0 or more than all dollars")


def constant(word: str | None, size: int) -> pa.Array:
    codes = pa.array(np.zeros(size, np.int32))
    if word is None:
        return pa.nulls(size, pa.dictionary(pa.int32(), pa.string()))
    return pa.DictionaryArray.from_arrays(codes, pa.array([word]))


def coded(codes: np.ndarray, words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32, copy=False)), pa.array(words))


def _where(rows: np.ndarray, values: pa.Array) -> pa.Array:
    if rows.all():
        return values
    return values.take(pa.array(np.arange(len(rows)), mask=~rows))
