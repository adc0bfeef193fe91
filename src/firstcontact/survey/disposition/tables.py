"""Tables of dispositions and response rates, unweighted and base-weighted, by stratum, mode and language.

Source: specs/surveys/README.md 2 and 8.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from firstcontact.survey.disposition.codes import Classes
from firstcontact.survey.disposition.decide import Decision
from firstcontact.survey.disposition.rates import CLASSES, response_rates

DISPOSITION = pa.schema(
    [
        ("case_id", pa.string()),
        ("disposition", pa.string()),
        ("class", pa.string()),
        ("rule", pa.string()),
        ("decided_on", pa.date32()),
        ("decided_by", pa.string()),
        ("note", pa.string()),
    ]
)
ALL = "all"
UNKNOWN = "unknown"
WEIGHTINGS = ("unweighted", "base")


@dataclass(frozen=True)
class CaseResult:
    """A case with its final disposition; groups: stratum, mode, language -> value; base_weight: 1 / probability."""

    case_id: str
    decision: Decision
    kind: str
    base_weight: float
    groups: Mapping[str, str]


def disposition_table(
    decisions: Mapping[str, Decision], population: str, classes: Classes, decided_on: date
) -> pa.Table:
    """One row per case, in the order given."""
    rows = [
        {
            "case_id": case_id,
            "disposition": d.disposition,
            "class": classes.of(d.disposition, population),
            "rule": d.rule,
            "decided_on": d.on or decided_on,
            "decided_by": d.by,
            "note": d.note,
        }
        for case_id, d in decisions.items()
    ]
    return pa.Table.from_pylist(rows, schema=DISPOSITION)


Counts = dict[tuple[str, str, str], dict[str, float]]


def counts(cases: Iterable[CaseResult]) -> Counts:
    """(weighting, group kind, group) -> class -> cases or sum of base weights."""
    found: Counts = defaultdict(lambda: dict.fromkeys(CLASSES, 0.0))
    for case in cases:
        for group_kind, group in {ALL: ALL, **case.groups}.items():
            found["unweighted", group_kind, group][case.kind] += 1
            found["base", group_kind, group][case.kind] += case.base_weight
    return dict(sorted(found.items(), key=_order))


def _order(entry: tuple[tuple[str, str, str], dict]) -> tuple:
    (weighting, group_kind, group), _ = entry
    return WEIGHTINGS.index(weighting), group_kind != ALL, group_kind, group


def count_table(found: Counts) -> pa.Table:
    """response_count: one column per class."""
    keys = _keys(found)
    return pa.table({**keys, **{c: pa.array([v[c] for v in found.values()], pa.float64()) for c in CLASSES}})


def rate_table(found: Counts) -> pa.Table:
    """response_rate: one row per group and rate; NULL and `not_applicable` where the denominator is 0."""
    rows = [
        (*key, name, value, "ok" if value is not None else "not_applicable")
        for key, by_class in found.items()
        for name, value in response_rates(by_class).items()
    ]
    names = ("weighting", "group_kind", "group_id", "rate", "value", "status")
    types = (pa.string(), pa.string(), pa.string(), pa.string(), pa.float64(), pa.string())
    return pa.table({n: pa.array([r[i] for r in rows], t) for i, (n, t) in enumerate(zip(names, types, strict=True))})


def participation_table(started: Sequence[str]) -> pa.Table:
    """For waves without a sample. started: dispositions of those who began."""
    complete = sum(d == "complete" for d in started)
    share = complete / len(started) if started else None
    return pa.table(
        {
            "started": pa.array([len(started)], pa.int64()),
            "complete": pa.array([complete], pa.int64()),
            "participation": pa.array([share], pa.float64()),
            "status": ["ok" if share is not None else "not_applicable"],
            "note": ["No sample was drawn, so this is no response rate."],
        }
    )


def _keys(found: Counts) -> dict[str, pa.Array]:
    names = ("weighting", "group_kind", "group_id")
    return {n: pa.array([key[i] for key in found], pa.string()) for i, n in enumerate(names)}
