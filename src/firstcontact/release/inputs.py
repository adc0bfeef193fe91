"""What a build reads, gathered once: rows, groups, definitions, the run, settings and history."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from firstcontact.errors import FirstContactError
from firstcontact.release.beside import Beside


@dataclass(frozen=True)
class Settings:
    """What the region decides about its release."""

    release: str
    region: str
    languages: tuple[str, ...]
    built_at: str
    licence: str
    contact: str
    mode: str = "open"
    title: str = ""
    frame: dict = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)

    @property
    def published_on(self) -> str:
        return self.built_at[:10]


@dataclass(frozen=True)
class ReleaseInput:
    """Everything a build reads. `rows` holds public rows only: nothing hidden reaches this room."""

    rows: pa.Table
    groups: pa.Table
    strata: pa.Table
    measures: list[dict]
    run: dict
    settings: Settings
    policy: dict = field(default_factory=dict)
    area_geojson: dict | None = None
    history: tuple[dict, ...] = ()
    corrections: tuple[dict, ...] = ()


@dataclass(frozen=True)
class RunFolder:
    """Results of one run as the engine left them; paths only, read on demand."""

    path: Path

    @classmethod
    def find(cls, results: Path, run: str | None = None, live: str | None = None) -> "RunFolder":
        """The newest run, or a named one. `live`: the release that its release would follow."""
        latest = results / "latest"
        if run is None and not latest.exists():
            raise FirstContactError(
                f"There are no results in '{results}'. A release is made of results: run 'firstcontact measure' first."
            )
        run_id = run or latest.read_text(encoding="utf-8").strip()
        path = results / run_id
        if not (path / "results.parquet").exists():
            raise FirstContactError(
                f"Run '{run_id}' has no results.parquet in '{results}'. Name a run that exists, or measure again."
            )
        found = cls(path)
        if live and run is None:
            found.refuse_a_part()
        return found

    def refuse_a_part(self) -> None:
        """A try of one measure is the newest run too; after a whole release it would empty every other page."""
        about = self.json("run.json") if (self.path / "run.json").exists() else {}
        parts = [*about.get("only", []), *about.get("periods", [])]
        if parts:
            named = ", ".join(parts[:5]) + (f" and {len(parts) - 5} more" if len(parts) > 5 else "")
            raise FirstContactError(
                f"The newest run, {self.run_id}, holds only a part ({named}); a release of it would take all other "
                f"numbers off the pages. Run 'firstcontact measure' for all of them, or name a run with --run: "
                f"--run {self.run_id} if this part is meant."
            )

    @property
    def run_id(self) -> str:
        return self.path.name

    def table(self, name: str) -> pa.Table:
        return pq.read_table(self.path / f"{name}.parquet")

    def json(self, name: str) -> object:
        path = self.path / name
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as e:
            raise FirstContactError(f"Run '{self.run_id}': {name} cannot be read ({e}). Measure again.") from None

    def geojson(self) -> dict | None:
        return self.json("area.geojson") if (self.path / "area.geojson").exists() else None
