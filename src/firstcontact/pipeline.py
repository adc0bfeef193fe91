"""The whole way in one call: import, measure, release; and the demo around it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from firstcontact import engine, example, intake, release, workspace
from firstcontact.errors import FirstContactError
from firstcontact.progress import QUIET, Reporter
from firstcontact.workspace import Workspace

EVENT = """
# The fall of visits and prescriptions that the example plants, against the year before it.
[[events]]
id = "spring"
start_month = "2024-03"
end_month = "2024-05"
baseline = { from = "2023-03", to = "2024-02" }
headline = true
"""


@dataclass(frozen=True)
class Outcome:
    """What one run made: the import's report, the run, and the release."""

    imported: intake.ImportReport
    run: engine.Run
    released: release.ReleaseReport


def run(
    ws: Workspace,
    source: Path | None = None,
    fmt: str = "firstcontact",
    accept_quarantine: bool = False,
    reporter: Reporter = QUIET,
) -> Outcome:
    """Import, measure and release. Each part that has nothing new to do says so and does nothing."""
    imported = intake.import_batch(ws, source, fmt, accept_quarantine, reporter)
    reporter.say(imported.text())
    if imported.refused:
        raise FirstContactError(
            "The files were refused, so nothing was measured; the last good state is kept. "
            f"See 'firstcontact check -w {ws.root}' for every finding, correct the files, and run again."
        )
    measured = engine.measure(ws, reporter=reporter)
    return Outcome(imported, measured, release.release(ws, run=measured.run_id, reporter=reporter))


def make_example(ws: Workspace, people: int, years: int, seed: int, reporter: Reporter = QUIET) -> None:
    """Fill the workspace's inputs/ with the example region, unless the same one is there already."""
    stamp = ws.root / "example.txt"
    wanted = f"people={people} years={years} seed={seed}\n"
    if stamp.exists() and stamp.read_text() == wanted:
        reporter.say(f"The example region ({people:,} people, {years} years) is there already.")
        return
    stamp.unlink(missing_ok=True)
    example.generate(ws.inputs, people=people, years=years, seed=seed, reporter=reporter)
    stamp.write_text(wanted)


def demo(root: Path, people: int, reporter: Reporter = QUIET, prepare: Callable[[Path], None] | None = None) -> Outcome:
    """A workspace with the example region, imported, measured and released; quick when it exists already.

    `prepare` is called with the workspace's folder before the release is built: a site writes its menus then.
    """
    if (root / workspace.CONFIG_NAME).exists():
        ws = Workspace.open(root)
    else:
        ws = workspace.create(root, "Example Region")
        with (root / workspace.CONFIG_NAME).open("a", encoding="utf-8") as config:
            config.write(EVENT)
        ws = Workspace.open(root)
    if prepare:
        prepare(root)
    make_example(ws, people, years=3, seed=1, reporter=reporter)
    return run(ws, reporter=reporter)
