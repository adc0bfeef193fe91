"""gap and ratio: rows that compare two strata of a base measure, one per period and group."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from firstcontact.engine import formulas
from firstcontact.engine.definition import DerivedMeasure
from firstcontact.engine.derivedrows import USABLE, Numbers, Surroundings, table_of
from firstcontact.engine.intervals import METHODS, NONE
from firstcontact.engine.rows import NOT_APPLICABLE, PREVIEW, PROVISIONAL, PUBLISHED, TOO_FEW, Rows
from firstcontact.results_table import SCHEMA

Row = tuple[tuple, int, formulas.Compared | None, int, int, str]  # sort key, base row, result, people, code, stratifier


def comparisons(meta: DerivedMeasure, base: Rows, stratifier: str, around: Surroundings) -> Iterator[Row]:
    """One row per period and group that has strata of the kind."""
    for rows, sets in base.frame.sets.items():
        for row_set in sets:
            if row_set.stratum == stratifier and row_set.group in meta.groups:
                yield from _per_group(meta, base, rows, row_set.number, row_set.group, stratifier, around)


def _per_group(
    meta: DerivedMeasure, base: Rows, rows: str, number: int, group: str, stratifier: str, around: Surroundings
) -> Iterator[Row]:
    frame, labels = base.frame, base.frame.labels
    ids = labels.stratum_ids(stratifier)
    keys = sorted(
        (k for k in labels.stratum_keys(stratifier) if k != 0),
        key=lambda k: (around.order.get((stratifier, ids[k]), 0), ids[k]),
    )
    positions = frame.grids[rows].positions[number]
    for i, period in enumerate(frame.periods):
        if period.rows != rows:
            continue
        for g in labels.group_keys(group):
            places = [int(frame.starts[i] + positions[g, k]) for k in keys]
            strata = [_stratum(base, ids[k], p) for k, p in zip(keys, places, strict=True)]
            if rows == "year" and positions[g, 0] >= 0:
                unknown = float(base.n[frame.starts[i] + positions[g, 0]])
                _caution_unknown(f"{meta.id}.{base.id}", stratifier, str(period.start.year), unknown, strata, around)
            yield from _one(
                meta,
                base,
                strata,
                places,
                (period.start, period.end, group, labels.group_ids(group)[g], stratifier),
                around,
            )


def _caution_unknown(
    result_id: str, stratifier: str, year: str, unknown: float, strata: list[formulas.Stratum], around: Surroundings
) -> None:
    """Who stands in no known stratum never enters a comparison; when these are many, it says little."""
    whole = unknown + sum(s.n for s in strata)
    if whole > 0 and unknown / whole > around.most_unknown:
        what, most = stratifier.replace("_", " "), 100 * around.most_unknown
        words = f"{what} is not known for more than {most:.0f} % of what is counted"
        around.rules.caution(result_id, words)
        around.rules.places.setdefault((result_id, words), []).append(year)


def _stratum(base: Rows, name: str, at: int) -> formulas.Stratum:
    return formulas.Stratum(
        name,
        float(base.value[at]),
        float(base.lower[at]),
        float(base.upper[at]),
        float(base.x[at]),
        float(base.n[at]),
        int(base.people[at]),
        METHODS[base.method[at]],
        int(base.codes[at]) in USABLE,
    )


def _one(
    meta: DerivedMeasure,
    base: Rows,
    strata: list[formulas.Stratum],
    places: list[int],
    key: tuple,
    around: Surroundings,
) -> Iterator[Row]:
    if not places:
        return
    stratifier = key[-1]
    if meta.reference:
        yield from _against_reference(meta, base, strata, places, key, around)
        return
    chosen = formulas.pair(strata, formulas.ENDS.get(stratifier))
    compared = _formula(meta)(*chosen, around.rules.confidence) if chosen else None
    people = min(s.people for s in chosen) if chosen else 0
    usable = sum(s.usable for s in strata)
    code = _status(
        meta,
        compared,
        people,
        usable,
        [int(base.codes[p]) for p, s in zip(places, strata, strict=True) if chosen and s in chosen],
    )
    if compared is not None and meta.formula == "gap":
        around.comparisons.append(
            {
                "measure": base.id,
                "period_start": str(key[0]),
                "period_end": str(key[1]),
                "group_kind": key[2],
                "group_id": key[3],
                "stratum_kind": stratifier,
                "first": chosen[0].name,
                "second": chosen[1].name,
            }
        )
    yield (*key, "all"), places[0], compared, people, code, stratifier


def _against_reference(
    meta: DerivedMeasure, base: Rows, strata: list, places: list[int], key: tuple, around: Surroundings
) -> Iterator[Row]:
    """One row per stratum against the named group."""
    reference = next((s for s in strata if s.name == meta.reference), None)
    for stratum, place in zip(strata, places, strict=True):
        usable = reference is not None and reference.usable and stratum.usable and stratum is not reference
        compared = _formula(meta)(stratum, reference, around.rules.confidence) if usable else None
        people = min(stratum.people, reference.people) if reference else 0
        yield (
            (*key, stratum.name),
            place,
            compared,
            people,
            _status(meta, compared, people, 2, [int(base.codes[place])]),
            key[-1],
        )


def _formula(meta: DerivedMeasure):
    return {"gap": formulas.gap, "ratio": formulas.ratio}[meta.formula]


def _status(meta: DerivedMeasure, compared: object | None, people: int, strata: int, codes: list[int]) -> int:
    if compared is None:
        return NOT_APPLICABLE
    if PREVIEW in codes:
        return PREVIEW
    if people < meta.publish_if.people_at_least or strata < (meta.publish_if.strata_at_least or 0):
        return TOO_FEW
    return PROVISIONAL if PROVISIONAL in codes else PUBLISHED


def compared_table(
    result_id: str, meta: DerivedMeasure, base: Rows, found: list[Row], around: Surroundings
) -> pa.Table:
    def number(name: str) -> np.ndarray:
        return np.array([np.nan if r[2] is None else getattr(r[2], name) for r in found], dtype=float)

    method = np.array([NONE if r[2] is None else METHODS.index(r[2].method) for r in found], dtype=np.int8)
    numbers = Numbers(
        np.array([r[1] for r in found]),
        number("value"),
        number("lower"),
        number("upper"),
        method,
        np.array([r[3] for r in found]),
        np.array([r[4] for r in found]),
    )
    table = table_of(result_id, meta, base, numbers, around.rules)
    stratum = SCHEMA.get_field_index("stratum")
    return table.set_column(stratum, "stratum", pa.array([r[0][-1] for r in found]).dictionary_encode())
