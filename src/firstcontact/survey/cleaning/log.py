"""The table clean_log: what each rule changed.

Source: specs/surveys/README.md 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from firstcontact.survey.answers import Cell
from firstcontact.survey.missing import Missing

SCHEMA = pa.schema([(n, pa.string()) for n in ("run_id", "response_id", "link_id", "rule", "before", "after")])


@dataclass(frozen=True)
class Change:
    """link_id None: the rule decided over the whole response."""

    response_id: str
    link_id: str | None
    rule: str
    before: str | None
    after: str | None


def text(cell: Cell | None) -> str | None:
    """A cell as the log writes it: a missing code as its number, marked options joined by `;`."""
    if cell is None:
        return None
    if isinstance(cell, Missing):
        return str(int(cell))
    return ";".join(sorted(cell)) if isinstance(cell, frozenset) else str(cell)


def log_table(changes: Iterable[Change], run_id: str) -> pa.Table:
    rows = [{"run_id": run_id} | vars(c) for c in changes]
    return pa.Table.from_pylist(rows, schema=SCHEMA)
