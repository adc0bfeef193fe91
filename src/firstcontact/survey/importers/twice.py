"""Responses that stand twice in one import: the same response id, or the same case.

Source: specs/surveys/README.md 9 (C5) and 12.
"""

from dataclasses import replace

from firstcontact.survey.cleaning.clean import EARLIEST
from firstcontact.survey.cleaning.duplicates import answered, says_more
from firstcontact.survey.importers.rows import DUPLICATE, LOADED, Outcome


def without_duplicates(outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes in their order; of each response id and case one stays loaded, the others name its row."""
    held = {o.row: o for o in _distinct_ids(outcomes)}
    by_case: dict[str, Outcome] = {}
    for one in sorted(held.values(), key=_received):
        if one.kind != LOADED or one.case_id is None:
            continue
        first = by_case.get(one.case_id)
        if first is None:
            by_case[one.case_id] = one
        elif says_more(_cells(first), _cells(one)):
            held[first.row] = _set_aside(first, one, "the later is kept")
            by_case[one.case_id] = one
        else:
            held[one.row] = _set_aside(one, first, "the first is kept")
    return list(held.values())


def _distinct_ids(outcomes: list[Outcome]) -> list[Outcome]:
    rows: dict[str, int] = {}
    made = []
    for one in outcomes:
        first = rows.setdefault(one.response_id or "", one.row) if one.kind == LOADED else one.row
        same = replace(one, kind=DUPLICATE, action=DUPLICATE, reason=f"same response id as row {first}", response=None)
        made.append(one if first == one.row else same)
    return made


def _received(one: Outcome) -> tuple:
    stamp = one.response and (one.response.submitted_at or one.response.started_at)
    return (stamp or EARLIEST, one.row)


def _cells(one: Outcome) -> dict:
    return dict(one.response.cells) if one.response else {}


def _set_aside(out: Outcome, kept: Outcome, words: str) -> Outcome:
    counts = f"{answered(_cells(out))} answers against {answered(_cells(kept))}"
    reason = f"same case as row {kept.row}, {counts}: {words}"
    return replace(out, kind=DUPLICATE, action=DUPLICATE, reason=reason, response=None)
