"""The hash of a population: its three tables as CSV, rows by key, columns in the order of the schema."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

import numpy as np

from firstcontact.practice.names import PAYERS, ROLES
from firstcontact.practice.population.columns import PAYERS_TABLE, PRACTICES, STAFF
from firstcontact.practice.population.draft import Draft
from firstcontact.practice.population.read import as_text


def population_hash(draft: Draft) -> str:
    """SHA-256 of the population as loaded or generated, before overrides; empty cells stay empty."""
    text = io.StringIO()
    for rows in (_practices(draft), _keyed(draft, PAYERS, draft.has_payer, PAYERS_TABLE), _staff(draft)):
        csv.writer(text, lineterminator="\n").writerows(rows)
    return hashlib.sha256(text.getvalue().encode()).hexdigest()


def _practices(draft: Draft) -> Iterator[Iterable[str]]:
    yield PRACTICES
    columns = [draft.exit_eligible if c == "exit_eligible" else draft[c] for c in PRACTICES]
    yield from zip(*([_cell(v) for v in column] for column in columns), strict=True)


def _staff(draft: Draft) -> Iterator[Iterable[str]]:
    return _keyed(draft, ROLES, draft.has_role, STAFF)


def _keyed(draft: Draft, names: tuple[str, ...], has: np.ndarray, columns: tuple[str, ...]) -> Iterator[Iterable[str]]:
    yield columns
    for i, j in np.argwhere(has):
        yield [draft["practice_id"][i], names[j], *(_cell(draft[c][i, j]) for c in columns[2:])]


def _cell(value: object) -> str:
    return as_text(value.item() if isinstance(value, np.generic) else value)
