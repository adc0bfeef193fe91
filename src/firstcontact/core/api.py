"""Public functions of the core: build the tables, list the steps, show one."""

import fcntl
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import duckdb
import yaml
from rich.table import Table
from rich.text import Text

from firstcontact.core.attribution import load_method
from firstcontact.core.build import Build, CoreStore, digest_of, forget_others, is_complete, read_complete
from firstcontact.core.inputs import Inputs, Live
from firstcontact.core.steps import Step, load_steps
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.intake import db
from firstcontact.intake.store import LiveStore
from firstcontact.progress import QUIET, Reporter
from firstcontact.workspace import Workspace

LINES_PER_BUCKET = 4_000_000
SPANS_PER_BUCKET = 1_000_000
ID_TYPE = re.compile(r"^id (\w+)\??$")


@dataclass(frozen=True)
class StepRow:
    """A line of `core list`. `rows` is None while the table is not built."""

    number: str
    table: str
    scope: str
    about: str
    rows: int | None

    def __str__(self) -> str:
        rows = "" if self.rows is None else f"{self.rows:,} rows"
        return f"{self.number:4} {self.table:24} {self.scope:10} {rows:>18}  {self.about}"


@dataclass(frozen=True)
class ShownStep:
    """A step with its SQL as run, its row count and first rows, integer keys replaced by text ids."""

    step: Step
    sql: str
    rows: int
    columns: list[str]
    first_rows: list[tuple]

    def table(self) -> Table:
        """The first rows, one after the other, a line for each column: the tables are wider than a terminal."""
        shown = Table("column", "value", title=self.step.about, title_justify="left")
        for row in self.first_rows:
            for column, value in zip(self.columns, row, strict=True):
                shown.add_row(Text(column), Text("" if value is None else str(value)))
            shown.add_section()
        return shown


def build_core(ws: Workspace, reporter: Reporter = QUIET) -> CoreStore:
    """The core tables of the live rows; at once when they are built already."""
    live = LiveStore.open(ws)
    inputs = Inputs.of(ws, live)
    settings = db.settings(ws)
    root = ws.store / "core" / _digest(ws, live.digest, inputs)
    root.mkdir(parents=True, exist_ok=True)
    buckets = read_complete(root) if is_complete(root) else bucket_count(live, settings)
    store = CoreStore(root, buckets, settings=settings, macros=inputs.macros, types=inputs.types)
    with _sole_builder(ws, reporter):
        Build(store, inputs.register, inputs.rewrite, reporter).run()
        forget_others(root)
    return store


@contextmanager
def _sole_builder(ws: Workspace, reporter: Reporter) -> Iterator[None]:
    """One build at a time: two would clear each other's unfinished parts. The second waits, and finds its tables."""
    with open(ws.store / "core.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            reporter.say("Another command builds the core tables of this workspace; waiting for its end.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bucket_count(live: Live, settings: dict[str, str]) -> int:
    """Buckets of a size that fits in memory: by claim lines, and by enrolment spans where people have few claims."""
    with duckdb.connect(config=settings) as con:
        live.create_views(con)
        lines, spans = con.execute(
            "SELECT (SELECT COUNT(*) FROM in_medical_claim) + (SELECT COUNT(*) FROM in_pharmacy_claim),"
            " (SELECT COUNT(*) FROM in_eligibility)"
        ).fetchall()[0]
    return max(1, -(-lines // LINES_PER_BUCKET), -(-spans // SPANS_PER_BUCKET))


def list_steps(ws: Workspace | None = None) -> list[StepRow]:
    """Every step in its order; with the rows of its table where the workspace has a build."""
    store = _open_if_built(ws) if ws else None
    rows = {}
    if store:
        with store.connect() as con:
            built = {r[0] for r in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
            rows = {t: con.execute(f"SELECT COUNT(*) FROM {t}").fetchall()[0][0] for t in built if t not in store.views}
    return [StepRow(s.number, s.table, s.scope, s.about, rows.get(s.table)) for s in load_steps()]


def show_step(ws: Workspace, name: str, limit: int = 10) -> ShownStep:
    """One step by number or table name. Raises UsageError for an unknown name or a workspace without a build."""
    step = _find(name)
    store = open_store(ws)
    with store.connect() as con:
        count = con.execute(f"SELECT COUNT(*) FROM {step.table}").fetchall()[0][0]
        shown = con.execute(f"{_with_text_ids(con, step.table)} LIMIT {int(limit)}")
        columns = [d[0] for d in shown.description]
        return ShownStep(step, store.sql.get(step.table, step.sql), count, columns, shown.fetchall())


def open_store(ws: Workspace) -> CoreStore:
    """The finished build of a workspace. Raises UsageError when there is none of these files, settings and program."""
    live = LiveStore.open(ws)
    inputs = Inputs.of(ws, live)
    root = ws.store / "core" / _digest(ws, live.digest, inputs)
    if not is_complete(root):
        raise UsageError(
            f"The core tables of '{ws.root}' are not built from its present files and settings by this version of the "
            "program, so there are no rows to show. Run 'firstcontact measure' first."
        )
    store = CoreStore(root, read_complete(root), settings=db.settings(ws), macros=inputs.macros, types=inputs.types)
    store.add_steps(load_steps(), inputs.rewrite)
    return store


def _open_if_built(ws: Workspace) -> CoreStore | None:
    try:
        return open_store(ws)
    except FirstContactError:
        return None


def _find(name: str) -> Step:
    steps = load_steps()
    for step in steps:
        if name in (step.table, step.number):
            return step
    raise UsageError(f"There is no core step '{name}'. The steps are: {', '.join(s.table for s in steps)}.")


def _with_text_ids(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """SELECT of a table whose keys are replaced by the ids that tables.yaml names."""
    columns = [r[0] for r in con.execute(f"DESCRIBE {table}").fetchall()]
    kinds = id_columns().get(table, {})
    text = [f"(SELECT id FROM id_{kinds[c]} WHERE key = t.{c}) AS {c}" if c in kinds else f"t.{c}" for c in columns]
    return f"SELECT {', '.join(text)} FROM {table} AS t"


def id_columns() -> dict[str, dict[str, str]]:
    """table -> column -> kind of id, from tables.yaml."""
    text = resources.files("firstcontact.core").joinpath("tables.yaml").read_text(encoding="utf-8")
    tables = yaml.safe_load(text)
    return {
        table: {c: match[1] for c, kind in entry["columns"].items() if (match := ID_TYPE.match(kind))}
        for table, entry in tables.items()
    }


def _digest(ws: Workspace, live: str, inputs: Inputs) -> str:
    settings = ws.config.model_dump_json(include={"periods", "packs", "attribution", "region"})
    packs = "".join(p.model_dump_json() for p in inputs.packs.values())
    method = load_method(ws).model_dump_json()
    return digest_of(live, settings, inputs.reference.identity(), packs, method, _code_digest())


def _code_digest() -> str:
    """A change of the core's own code or SQL is a new build."""
    folder = Path(str(resources.files("firstcontact.core")))
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".sql", ".yaml"))
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()
