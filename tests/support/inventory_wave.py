"""A small wave of the shipped inventory without weights: practices with given levels of one activity."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from firstcontact.survey.answers import ANSWER
from firstcontact.survey.cleaning.tables import RESPONSE_CLEAN
from firstcontact.survey.instrument import find
from firstcontact.survey.wave import Wave

WAVE, ACTIVITY = "engage-2027", "prep_01"
Extra = Mapping[str, Mapping[str, object]]


def inventory_wave(
    workspace: Path, levels: Sequence[int | None], sizes: Sequence[int | None], extra: Mapping[int, Extra] | None = None
) -> Wave:
    """levels: 0-4, -8, -9, or None for blank; sizes: clinicians of each practice; extra: practice number -> link_id ->
    columns of `answer`, such as {"hl_strategy": {"value_code": "PREP_01"}}."""
    wave = Wave.at(workspace, WAVE).updated(sample_kind="convenience")
    wave = wave.with_instrument(find("patient_engagement_inventory"))
    cases = [f"P{i:03}" for i in range(len(levels))]
    wave.write("sample", {"sample_case": _cases(cases), "frame_unit": _frame(cases, sizes)}, {})
    kept = [
        {
            "response_id": f"r-{c}",
            "case_id": c,
            "kept": True,
            "disposition": "complete",
            "language": "en",
            "mode": "web",
        }
        for c in cases
    ]
    answers = [a for i, level in enumerate(levels) for a in _answers(cases[i], level, (extra or {}).get(i, {}))]
    tables = {
        "response_clean": pa.Table.from_pylist(kept, schema=RESPONSE_CLEAN),
        "answer_clean": pa.Table.from_pylist(answers, schema=ANSWER),
    }
    wave.write("disposition", tables, {})
    return wave


def _cases(cases: list[str]) -> pa.Table:
    return pa.table({"case_id": cases, "unit_id": cases, "practice_id": cases})


def _frame(cases: list[str], sizes: Sequence[int | None]) -> pa.Table:
    numbers = [None if s is None else Decimal(s) for s in sizes]
    return pa.table({"unit_id": cases, "size_measure": pa.array(numbers, pa.decimal128(18, 4))})


def _answers(case: str, level: int | None, extra: Extra) -> list[dict]:
    if level is None:
        held: dict[str, Mapping[str, object]] = {ACTIVITY: {"missing_code": -3}}
    elif level < 0:
        held = {ACTIVITY: {"missing_code": level}}
    else:
        held = {ACTIVITY: {"value_code": str(level)}}
    return [
        {"response_id": f"r-{case}", "link_id": link_id, "option_code": "", "rev": 0} | dict(value)
        for link_id, value in {**held, **extra}.items()
    ]
