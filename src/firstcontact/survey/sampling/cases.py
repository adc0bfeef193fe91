"""The table sample_case: who is asked, with the probability of each stage.

Source: specs/surveys/README.md 2.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.design import Design
from firstcontact.survey.sampling.stage import Drawn

CASE_DIGITS = 12
PROBABILITY, WEIGHT = pa.decimal128(18, 15), pa.decimal128(18, 9)
SCHEMA = pa.schema(
    [
        ("case_id", pa.string()),
        ("wave_id", pa.string()),
        ("unit_id", pa.string()),
        ("practice_id", pa.string()),
        ("stratum", pa.string()),
        ("psu", pa.string()),
        ("ssu", pa.string()),
        ("stage1_n", pa.int32()),
        ("stage1_N", pa.int32()),
        ("stage2_n", pa.int32()),
        ("stage2_N", pa.int32()),
        ("probability", PROBABILITY),
        ("base_weight", WEIGHT),
        ("prn", PROBABILITY),
        ("certainty", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Case:
    """One unit taken, with its draw at the first stage and, of two stages, at the second."""

    unit_id: str
    practice_id: str | None
    stratum: str
    psu: str
    ssu: str | None
    first: Drawn
    second: Drawn | None

    @property
    def probability(self) -> float:
        return self.first.probability * (self.second.probability if self.second else 1.0)


def case_id(wave_id: str, unit_id: str) -> str:
    """The same unit has the same case id however often the sample is drawn; it does not tell the unit."""
    return f"{wave_id}-{hashlib.sha256(f'{wave_id}|{unit_id}'.encode()).hexdigest()[:CASE_DIGITS]}"


def case_table(design: Design, cases: list[Case]) -> pa.Table:
    """sample_case, sorted by stratum, psu and unit."""
    ordered = sorted(cases, key=lambda c: (c.stratum, c.psu, c.unit_id))
    rows = [_row(design.wave_id, c) for c in ordered]
    if len({r["case_id"] for r in rows}) < len(rows):
        raise FirstContactError(f"design {design.wave_id}: two units got the same case id. Choose another wave_id.")
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(wave_id: str, case: Case) -> dict:
    first, second = case.first, case.second
    deciding = second or first
    return {
        "case_id": case_id(wave_id, case.unit_id),
        "wave_id": wave_id,
        "unit_id": case.unit_id,
        "practice_id": case.practice_id,
        "stratum": case.stratum,
        "psu": case.psu,
        "ssu": case.ssu,
        "stage1_n": first.n,
        "stage1_N": first.N,
        "stage2_n": second.n if second else None,
        "stage2_N": second.N if second else None,
        "probability": _decimal(case.probability, PROBABILITY.scale),
        "base_weight": _decimal(1 / case.probability, WEIGHT.scale),
        "prn": None if deciding.prn is None else _decimal(deciding.prn, PROBABILITY.scale),
        "certainty": first.certainty and (second is None or second.certainty),
    }


def _decimal(value: float, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places))
