"""What all derived rows have in common: what they look at, their numbers, and the table that is made of them."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from firstcontact.engine.definition import DerivedMeasure
from firstcontact.engine.intervals import METHODS, NONE
from firstcontact.engine.periods import parse_period
from firstcontact.engine.rows import (
    NOT_APPLICABLE,
    PREVIEW,
    PROVISIONAL,
    PUBLISHED,
    STATUSES,
    Rows,
    Rules,
    coded,
    constant,
)
from firstcontact.errors import FirstContactError
from firstcontact.results_table import SCHEMA
from firstcontact.workspace import Event

USABLE = (PUBLISHED, PROVISIONAL, PREVIEW)


@dataclass
class Surroundings:
    """What derived measures look at beside their base: the event that gives the baseline, order of strata, rules."""

    rules: Rules
    event: Event | None = None
    order: dict[tuple[str, str], int] = field(default_factory=dict)
    per_working_day: bool = False
    most_unknown: float = 0.3
    comparisons: list[dict] = field(default_factory=list)


@dataclass
class Numbers:
    """Columns of derived rows; `take`: positions of the base rows that give period, group and stratum."""

    take: np.ndarray
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    method: np.ndarray
    people: np.ndarray
    codes: np.ndarray


def headline(events: list[Event]) -> Event | None:
    """The event that gives the rows; None without events. Raises when not exactly one is the headline, or the
    baseline runs into the event."""
    if not events:
        return None
    chosen = [e for e in events if e.headline]
    if len(chosen) != 1:
        raise FirstContactError(
            f"firstcontact.toml: {len(chosen)} of {len(events)} events have headline = true. Set it for "
            "exactly one of them: "
            "that event gives the baseline of the index rows."
        )
    event = chosen[0]
    if parse_period(event.baseline.to)[1] >= parse_period(event.start_month)[0]:
        raise FirstContactError(
            f"baseline of event {event.id} ends after the event starts ({event.baseline.to}, {event.start_month}). "
            "Then the fall would be part of what is usual. End the baseline before the event."
        )
    return event


def table_of(result_id: str, meta: DerivedMeasure, base: Rows, numbers: Numbers, rules: Rules) -> pa.Table:
    """Derived rows have no numerator or denominator; their people are the least of the rows they stand on."""
    rows = base.table.take(pa.array(numbers.take))
    known = numbers.codes != NOT_APPLICABLE
    limited = known & ~np.isnan(numbers.lower)
    given = {
        "measure": constant(result_id, len(known)),
        "version": constant(meta.version, len(known)),
        "people": pa.array(numbers.people, pa.int64(), mask=~known),
        "value": pa.array(numbers.value, mask=~known),
        "lower": pa.array(numbers.lower, mask=~limited),
        "upper": pa.array(numbers.upper, mask=~limited),
        "confidence": pa.array(np.full(len(known), rules.confidence), mask=~limited),
        "method": coded(np.where(limited, numbers.method, NONE), METHODS),
        "status": coded(numbers.codes, STATUSES),
    }
    kept = {"definition_pack", "period_start", "period_end", "group_kind", "group_id", "stratum_kind", "stratum"}
    columns = []
    for column in SCHEMA:
        if column.name in given:
            columns.append(given[column.name])
        else:
            columns.append(rows[column.name] if column.name in kept else pa.nulls(len(known), column.type))
    return pa.table(columns, names=SCHEMA.names)
