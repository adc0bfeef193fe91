"""Looking at core steps: only a build of the present files, settings and program is shown."""

import io

import pytest
from rich.console import Console

from firstcontact.core import build_core, list_steps, show_step
from firstcontact.errors import UsageError
from firstcontact.intake import import_batch
from firstcontact.workspace import Workspace, create
from support.intake_files import SPAN


@pytest.fixture(scope="module")
def ws(tmp_path_factory) -> Workspace:
    made = create(tmp_path_factory.mktemp("w") / "R", "R")
    load(made, "2024-01-01")
    build_core(made)
    return made


def load(ws: Workspace, start: str) -> None:
    span = SPAN | {"enrollment_start_date": start}
    text = ",".join(span) + "\n" + ",".join(span.values()) + "\n"
    (ws.inputs / "eligibility.csv").write_text(text, encoding="utf-8")
    assert not import_batch(ws).refused


def test_a_step_shows_its_rows_with_text_ids(ws):
    shown = show_step(ws, "person_month")
    assert shown.rows == 12
    assert dict(zip(shown.columns, shown.first_rows[0], strict=True))["person_id"] == SPAN["person_id"]


def test_steps_are_listed_with_their_rows(ws):
    assert {s.table: s.rows for s in list_steps(ws)}["coverage_span"] == 1


def test_a_build_of_other_files_is_not_shown(ws):
    load(ws, "2024-02-01")
    with pytest.raises(UsageError, match="not built from its present files"):
        show_step(ws, "coverage_span")
    assert {s.rows for s in list_steps(ws)} == {None}


def test_the_first_rows_fit_a_terminal_of_80_columns(ws):
    load(ws, "2024-01-01")
    build_core(ws)
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(show_step(ws, "person_month").table())
    text = console.export_text()
    assert all(column in text for column in show_step(ws, "person_month").columns)
