"""The folder of one wave in a workspace, `survey/<wave_id>/`: which stage writes which tables where.

wave.json            the row of the wave
instrument.json      the instrument of the wave, as it was answered
sample/              frame_unit, sample_case
tokens/<n>/          token (hashes only)
fielding/            case_state, contact_event (written by the site)
responses/<batch>/   response, answer; an import adds import_row; the site's batch is `site`
disposition/         response_clean, answer_clean, answer_unused, disposition, clean_log, response_rate ...
<stage>/             what later stages write: weights, scores, estimates, report, export

Tables of a simulated wave have names that begin `simulated_` and a column `is_simulated`.
"""

import json
import re
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact import __version__
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.outputs import sha256, to_json, write_folder
from firstcontact.survey.instrument.build import build
from firstcontact.survey.instrument.model import Instrument

FOLDER = "survey"
RESERVED = frozenset({"frames", "instruments", "links"})
SIMULATED = "simulated_"
SIMULATED_NOTE = "Simulated data. Not about real practices or patients."


@dataclass(frozen=True)
class WaveInfo:
    """The row of the table `wave` (specs/surveys/README.md 2); what is not known yet is None.

    sample_kind: probability, census or convenience; population: patient, practice or clinician.
    """

    wave_id: str
    instrument_id: str | None = None
    version: int | None = None
    title: dict[str, str] = field(default_factory=dict)
    population: str | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    time_zone: str = "UTC"
    state: str = "planned"
    modules_on: list[str] = field(default_factory=list)
    module_assignment: dict[str, Any] | None = None
    target_completes: int | None = None
    quotas: list[dict[str, Any]] = field(default_factory=list)
    reminder_plan: list[dict[str, Any]] = field(default_factory=list)
    is_simulated: bool = False
    sample_kind: str = "convenience"


@dataclass(frozen=True)
class Wave:
    """One wave folder; `info` is what wave.json says."""

    folder: Path
    info: WaveInfo

    @classmethod
    def at(cls, workspace: Path, wave_id: str) -> "Wave":
        """The wave, new where the folder holds none yet. Raises UsageError for a name that no wave can have."""
        if wave_id in RESERVED or not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", wave_id):
            raise UsageError(f"'{wave_id}' cannot name a wave. Use small letters, digits, - and _, at most 64.")
        folder = workspace / FOLDER / wave_id
        file = folder / "wave.json"
        return cls(folder, read_info(file) if file.exists() else WaveInfo(wave_id))

    @classmethod
    def open(cls, workspace: Path, name: str) -> "Wave":
        """An existing wave by id or as `survey/<wave_id>`. Raises UsageError naming the waves that exist."""
        wave = cls.at(workspace, Path(name).name)
        if not (wave.folder / "wave.json").exists():
            known = ", ".join(w.info.wave_id for w in waves(workspace)) or "none yet"
            raise UsageError(f"There is no wave '{name}' in this workspace (waves: {known}). Draw or import it first.")
        return wave

    @property
    def exists(self) -> bool:
        return (self.folder / "wave.json").exists()

    def updated(self, **changes: Any) -> "Wave":
        """The wave with changed facts, written to wave.json."""
        info = replace(self.info, **changes)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "wave.json").write_text(to_json(asdict(info)), encoding="utf-8")
        return Wave(self.folder, info)

    def has(self, stage: str, table: str) -> bool:
        return self._path(stage, table).exists()

    def read(self, stage: str, table: str) -> pa.Table:
        """Raises FirstContactError where the stage was not run."""
        path = self._path(stage, table)
        if not path.exists():
            raise FirstContactError(
                f"wave {self.info.wave_id} has no {stage}/{table}. Run the stage that writes it first "
                f"(sample, import, disposition, weight, score, estimate)."
            )
        return pq.read_table(path)

    def read_batches(self, stage: str, table: str) -> pa.Table | None:
        """The table over all folders of the stage (`responses/<batch>/`, `tokens/<n>/`), None where there is none."""
        paths = [self._path(f"{stage}/{batch}", table) for batch in self.batches(stage)]
        held = [pq.read_table(p) for p in paths if p.exists()]
        return pa.concat_tables(held) if held else None

    def files(self, *stages: str) -> list[Path]:
        """The tables that the stages wrote, in order of their names."""
        return [p for stage in stages for p in sorted((self.folder / stage).rglob("*.parquet"))]

    def batches(self, stage: str) -> list[str]:
        folder = self.folder / stage
        return sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []

    def write(
        self, stage: str, tables: dict[str, pa.Table], run: dict[str, Any], files: dict[str, bytes] | None = None
    ) -> Path:
        """Writes the stage's folder whole: each table as CSV and Parquet, `files` by name, run.json."""
        return self.write_to(self.folder / stage, tables, run, files)

    def write_to(
        self, folder: Path, tables: dict[str, pa.Table], run: dict[str, Any], files: dict[str, bytes] | None = None
    ) -> Path:
        """As `write`, into any folder."""
        files = files or {}
        if self.info.is_simulated:
            tables = {simulated_name(name): marked(t) for name, t in tables.items()}
            files = {simulated_name(name): content for name, content in files.items()}
            run = {**run, "is_simulated": True, "note": SIMULATED_NOTE}
        write_folder(folder, tables, run, files)
        return folder

    def instrument(self) -> Instrument:
        """The instrument that was answered. Raises FirstContactError where the wave has none yet."""
        path = self.folder / "instrument.json"
        if not path.exists():
            raise FirstContactError(
                f"wave {self.info.wave_id} has no instrument yet. Import answers, or plan the wave."
            )
        return build(json.loads(path.read_text(encoding="utf-8")))

    def with_instrument(self, instrument: Instrument) -> "Wave":
        """The wave with this instrument. Raises FirstContactError where it already has another version."""
        held = (self.info.instrument_id, self.info.version)
        given = (instrument.instrument_id, instrument.version)
        if held not in ((None, None), given):
            raise FirstContactError(
                f"wave {self.info.wave_id} asks {held[0]} version {held[1]}, not {given[0]} version {given[1]}. "
                f"One wave has one version, else its answers could not be compared; use another wave."
            )
        facts = {"title": self.info.title or dict(instrument.title), "population": instrument.population}
        wave = self.updated(instrument_id=given[0], version=given[1], **facts)
        (self.folder / "instrument.json").write_text(to_json(instrument.document), encoding="utf-8")
        return wave

    def _path(self, stage: str, table: str) -> Path:
        name = simulated_name(table) if self.info.is_simulated else table
        return self.folder / stage / f"{name}.parquet"


def waves(workspace: Path) -> list[Wave]:
    """The waves of a workspace by id."""
    folder = workspace / FOLDER
    files = sorted(folder.glob("*/wave.json")) if folder.is_dir() else []
    return [Wave(f.parent, read_info(f)) for f in files]


def read_info(file: Path) -> WaveInfo:
    held = json.loads(file.read_text(encoding="utf-8"))
    known = {f.name for f in fields(WaveInfo)}
    for name in ("opens_on", "closes_on"):
        held[name] = date.fromisoformat(held[name]) if held.get(name) else None
    return WaveInfo(**{k: v for k, v in held.items() if k in known})


def simulated_name(name: str) -> str:
    return name if name.startswith(SIMULATED) else SIMULATED + name


def marked(table: pa.Table) -> pa.Table:
    """The table with the column is_simulated = true."""
    if "is_simulated" in table.column_names:
        return table
    return table.append_column("is_simulated", pa.array([True] * table.num_rows, pa.bool_()))


def run_record(
    command: str,
    parameters: dict[str, Any],
    inputs: list[Path],
    *,
    seed: str | None = None,
    ledger: dict[str, int] | None = None,
    warnings: list[str] | None = None,
    timings: dict[str, float] | None = None,
    within: Path | None = None,
) -> dict[str, Any]:
    """What run.json of a command says. inputs: files read, named without their folder or, below `within`, from there;
    timings in seconds."""
    return {
        "command": command,
        "parameters": parameters,
        "seed": seed,
        "inputs": {_name(p, within): sha256(p) for p in inputs},
        "versions": {"firstcontact": __version__, "pyarrow": pa.__version__},
        "ledger": ledger or {},
        "warnings": warnings or [],
        "timings": {k: round(v, 3) for k, v in (timings or {}).items()},
    }


def _name(path: Path, within: Path | None) -> str:
    return path.relative_to(within).as_posix() if within and path.is_relative_to(within) else path.name
