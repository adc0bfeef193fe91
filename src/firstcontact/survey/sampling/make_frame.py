"""`survey frame`: writes the frame of a kind and a date into the workspace."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.outputs import write_folder
from firstcontact.survey.sampling.exclusions import Scope
from firstcontact.survey.sampling.frame import SCOPE, Frame, build_frame, months_before
from firstcontact.survey.sampling.frame_columns import Columns
from firstcontact.survey.sampling.frame_file import read_frame_file
from firstcontact.survey.wave import FOLDER, run_record, waves

KINDS = ("practice", "patient", "clinician")


@dataclass(frozen=True)
class FrameResult:
    folder: Path
    frame: Frame


def make_frame(
    workspace: Path,
    kind: str,
    *,
    source: Path | pa.Table,
    as_of: date | None = None,
    scope: Scope = SCOPE,
    seed: str | None = None,
) -> FrameResult:
    """Writes `survey/frames/<kind>_<as_of>/` with frame_unit, exclusion_count and run.json.

    source: a CSV file, or a table of units read from the workspace (`build_frame` names the columns). as_of: of the
    frame; None takes the column as_of of the file. seed: decides who is kept of a household (default: the frame's id).
    """
    if kind not in KINDS:
        raise UsageError(f"--kind '{kind}' is not one of {', '.join(KINDS)}.")
    table = source if isinstance(source, pa.Table) else read_frame_file(source)
    where = "the workspace" if isinstance(source, pa.Table) else source.name
    day = as_of or date_of(table, where)
    frame_id = frame_name(kind, day)
    recent = recently_sampled(workspace, day, scope.recent_months) if kind != "practice" else frozenset()
    frame = build_frame(
        table, kind, day, frame_id, scope=scope, recent=recent, household_seed=seed or frame_id, where=where
    )
    folder = frame_folder(workspace, frame_id)
    run = run_record(
        "survey frame",
        {"kind": kind, "as_of": day.isoformat(), **asdict(scope)},
        [] if isinstance(source, pa.Table) else [source],
        seed=seed or frame_id,
        ledger=frame.ledger(),
    )
    write_folder(folder, {"frame_unit": frame.units, "exclusion_count": frame.counts()}, run)
    return FrameResult(folder, frame)


def frame_name(kind: str, as_of: date) -> str:
    return f"{kind}_{as_of.isoformat()}"


def frame_folder(workspace: Path, frame_id: str) -> Path:
    return workspace / FOLDER / "frames" / frame_id


def frame_file(workspace: Path, kind: str, as_of: date) -> Path:
    return frame_folder(workspace, frame_name(kind, as_of)) / "frame_unit.parquet"


def read_frame(workspace: Path, kind: str, as_of: date) -> pa.Table:
    """The frame_unit that `make_frame` wrote. Raises FirstContactError naming the frames that exist."""
    path = frame_file(workspace, kind, as_of)
    if not path.exists():
        known = ", ".join(sorted(p.parent.name for p in path.parent.parent.glob("*/frame_unit.parquet"))) or "none yet"
        raise FirstContactError(
            f"There is no {kind} frame as of {as_of} in this workspace (frames: {known}). "
            f"Make it with 'survey frame --kind {kind}', or name a file in the design."
        )
    return pq.read_table(path)


def date_of(table: pa.Table, where: str) -> date:
    """The one date of the column as_of; the day of the command where the table has none."""
    days = Columns(table, where).date("as_of")
    found = sorted(set(days[~(days != days)].tolist())) if days is not None else []
    if len(found) > 1:
        raise FirstContactError(f"{where}: column as_of holds {len(found)} dates. A frame is of one day; give --as-of.")
    return found[0] if found else date.today()


def recently_sampled(workspace: Path, as_of: date, months: int) -> frozenset[str]:
    """Units of the samples whose frame is of the `months` before `as_of`, that day left out."""
    first = months_before(as_of, months)
    found: set[str] = set()
    for wave in waves(workspace):
        if not wave.info.is_simulated and wave.has("sample", "sample_case"):
            day = pc.max(wave.read("sample", "frame_unit")["as_of"]).as_py()
            if first <= day <= as_of - timedelta(days=1):
                found.update(wave.read("sample", "sample_case")["unit_id"].to_pylist())
    return frozenset(found)
