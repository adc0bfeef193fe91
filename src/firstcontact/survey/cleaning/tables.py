"""Tables of cleaned responses: response_clean, answer_clean (used), answer_unused (not used), clean_log.

Answers of duplicates are in neither table; they stay in `responses/`.
"""

from collections.abc import Sequence

import pyarrow as pa

from firstcontact.survey.answers import answer_table
from firstcontact.survey.cleaning.clean import DUPLICATE, Cleaned
from firstcontact.survey.cleaning.log import log_table
from firstcontact.survey.instrument.model import Instrument

RESPONSE_CLEAN = pa.schema(
    [
        ("response_id", pa.string()),
        ("case_id", pa.string()),
        ("kept", pa.bool_()),
        ("disposition", pa.string()),
        ("language", pa.string()),
        ("mode", pa.string()),
        ("state", pa.string()),
        ("proxy", pa.bool_()),
        ("key_answered", pa.int32()),
        ("key_total", pa.int32()),
        ("reportable_answered", pa.int32()),
        ("rules_applied", pa.string()),
        ("started_at", pa.timestamp("us", tz="UTC")),
        ("submitted_at", pa.timestamp("us", tz="UTC")),
    ]
)


def clean_tables(instrument: Instrument, cleaned: Sequence[Cleaned], run_id: str) -> dict[str, pa.Table]:
    changes = [c for one in cleaned for c in one.changes]
    used = [one for one in cleaned if one.kept]
    unused = [one for one in cleaned if not one.kept and one.disposition != DUPLICATE]
    return {
        "response_clean": pa.Table.from_pylist([_row(one) for one in cleaned], schema=RESPONSE_CLEAN),
        "answer_clean": _answers(instrument, used),
        "answer_unused": _answers(instrument, unused),
        "clean_log": log_table(changes, run_id),
    }


def _answers(instrument: Instrument, cleaned: Sequence[Cleaned]) -> pa.Table:
    return answer_table(instrument, (one.response.with_cells(one.cells.cells) for one in cleaned))


def _row(one: Cleaned) -> dict:
    response, complete = one.response, one.complete
    return {
        "response_id": response.response_id,
        "case_id": response.case_id,
        "kept": one.kept,
        "disposition": one.disposition,
        "language": response.language,
        "mode": response.mode,
        "state": response.state,
        "proxy": one.proxy,
        "key_answered": complete and complete.key_answered,
        "key_total": complete and complete.key_total,
        "reportable_answered": complete and complete.reportable_answered,
        "rules_applied": "; ".join(one.rules),
        "started_at": response.started_at,
        "submitted_at": response.submitted_at,
    }
