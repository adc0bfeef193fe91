"""Looking at core steps: only a build of the present files, settings and program is shown."""

import fcntl
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from rich.console import Console

from firstcontact.core import build_core, list_steps, show_step
from firstcontact.errors import UsageError
from firstcontact.intake import import_batch
from firstcontact.progress import Reporter
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


def test_two_builds_at_once_give_one_whole_core(ws):
    load(ws, "2024-03-01")
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(build_core, [ws, ws])
    assert first.root == second.root
    assert show_step(ws, "person_month").rows == 10


class Listener(Reporter):
    """Knows when something was said."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.heard = Event()

    def say(self, text: str) -> None:
        if "waiting for its end" in text:
            self.heard.set()


def test_a_build_waits_for_another_and_says_so(ws):
    load(ws, "2024-04-01")
    listener = Listener()
    with open(ws.store / "core.lock", "w") as other, ThreadPoolExecutor(1) as pool:
        fcntl.flock(other, fcntl.LOCK_EX)
        waiting = pool.submit(build_core, ws, listener)
        try:
            assert listener.heard.wait(60)
            assert not waiting.done()
        finally:
            fcntl.flock(other, fcntl.LOCK_UN)
        assert waiting.result(timeout=60).root.exists()
