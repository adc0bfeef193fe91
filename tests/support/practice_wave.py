"""A small census wave of practices on the shipped practice pulse: frame, cases, dispositions, cleaned answers."""

from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pyarrow as pa

from firstcontact.survey.answers import ANSWER
from firstcontact.survey.cleaning.tables import RESPONSE_CLEAN
from firstcontact.survey.instrument.build import build
from firstcontact.survey.instrument.read import read_file
from firstcontact.survey.sampling.cases import SCHEMA as SAMPLE_CASE
from firstcontact.survey.wave import Wave

WAVE = "pulse-2027"
STRATA = {"small": 30, "large": 20}
PULSE = resources.files("firstcontact") / "survey" / "instruments" / "practice_impact_pulse.yaml"


def practice_wave(workspace: Path, sample_kind: str = "census", simulated: bool = False) -> Wave:
    """50 practices in two strata; two of three answer, one in ten is found ineligible, one in ten is never reached."""
    wave = Wave.at(workspace, WAVE).updated(
        sample_kind=sample_kind, opens_on=date(2027, 3, 1), closes_on=date(2027, 4, 15), is_simulated=simulated
    )
    wave = wave.with_instrument(build(read_file(Path(str(PULSE))).data))
    practices = [_practice(stratum, i) for stratum, n in STRATA.items() for i in range(n)]
    wave.write("sample", {"sample_case": _cases(practices, sample_kind), "frame_unit": _frame(practices)}, {})
    answering = [p for p in practices if p["class"] == "I"]
    wave.write(
        "disposition",
        {
            "disposition": pa.table(
                {"case_id": [p["case_id"] for p in practices], "class": [p["class"] for p in practices]}
            ),
            "response_clean": _responses(answering),
            "answer_clean": pa.Table.from_pylist([a for p in answering for a in _answers(p)], schema=ANSWER),
        },
        {},
    )
    return wave


def _practice(stratum: str, i: int) -> dict:
    kind = "NE" if i % 10 == 9 else "UO" if i % 10 == 8 else "I" if i % 3 else "NC"
    return {"case_id": f"{stratum}-{i:02}", "stratum": stratum, "number": i, "class": kind}


def _cases(practices: list[dict], sample_kind: str) -> pa.Table:
    drawn = sample_kind != "convenience"
    return pa.Table.from_pylist(
        [
            {
                "case_id": p["case_id"],
                "wave_id": WAVE,
                "unit_id": f"unit-{p['case_id']}",
                "practice_id": f"unit-{p['case_id']}",
                "stratum": p["stratum"],
                "psu": f"unit-{p['case_id']}",
                "stage1_n": STRATA[p["stratum"]] if drawn else None,
                "stage1_N": STRATA[p["stratum"]] if drawn else None,
                "probability": Decimal(1) if drawn else None,
                "base_weight": Decimal(1) if drawn else None,
            }
            for p in practices
        ],
        schema=SAMPLE_CASE,
    )


def _frame(practices: list[dict]) -> pa.Table:
    return pa.table(
        {
            "unit_id": [f"unit-{p['case_id']}" for p in practices],
            "area": [("north", "south", None)[p["number"] % 3] for p in practices],
            "ownership": [("independent", "affiliated")[p["number"] % 2] for p in practices],
            "size_measure": pa.array([Decimal(2 + p["number"] % 5) for p in practices], pa.decimal128(18, 4)),
        }
    )


def _responses(answering: list[dict]) -> pa.Table:
    rows = [
        {"response_id": f"r-{p['case_id']}", "case_id": p["case_id"], "kept": True, "language": "en"} for p in answering
    ]
    return pa.Table.from_pylist(rows, schema=RESPONSE_CLEAN)


def _answers(p: dict) -> list[dict]:
    """Usual visits 100, now 20 by phone and 40 plus the practice's number at the office."""
    i = p["number"]
    numbers = {"visits_usual": 100, "visits_office": 40 + i, "visits_phone": 20, "visits_video": 0, "cash_weeks": i % 8}
    rows = [_answer(p, link, value_number=Decimal(n)) for link, n in numbers.items() if link != "cash_weeks" or i % 4]
    rows.append(_answer(p, "st_close_con", value_code=str(i % 2)))
    if i % 2:
        rows.append(_answer(p, "st_close_lik", value_number=Decimal(10 * (i % 5))))
    if i % 5 == 0:
        return [*rows, _answer(p, "staff_actions", missing_code=-3)]
    return [*rows, _answer(p, "staff_actions", option_code=("layoff", "hired", "hours")[i % 3], value_code="1")]


def _answer(p: dict, link_id: str, option_code: str = "", **value: object) -> dict:
    return {"response_id": f"r-{p['case_id']}", "link_id": link_id, "option_code": option_code, "rev": 0, **value}
