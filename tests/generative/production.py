"""The program on a region: a workspace, the import, the run, the result rows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from firstcontact import engine, intake
from firstcontact.workspace import Workspace
from generative.regions import Region
from support.twin.settings import Event, Settings

CONFIG = """
[region]
id = "region"
name = "Example Region"
[periods]
years = {years}
[parameters]
active_min_people = 2
hospitalist_min_lines = {hospitalist_min_lines}
[resources]
memory_limit = "512MiB"
threads = {threads}
[[events]]
id = "spring"
start_month = "2024-03"
baseline = {{ from = "{baseline_from:%Y-%m}", to = "2024-02" }}
headline = true
"""


@dataclass(frozen=True)
class Outcome:
    rows: pa.Table
    results: bytes


def _baseline_from(years: list[int]) -> date:
    """A year of baseline, and two where they are measured: the trend needs them."""
    return date(2022 if 2022 in years else 2023, 3, 1)


def settings(region: Region, years: list[int]) -> Settings:
    """What the twin is told: the same as the workspace's settings."""
    event = Event(date(2024, 3, 1), _baseline_from(years), date(2024, 2, 1))
    return Settings(years, region.data_through, active_min_people=2, hospitalist_min_lines=5, event=event)


def measure(source: Path, root: Path, years: list[int], threads: int = 1, hospitalist_min_lines: int = 5) -> Outcome:
    root.mkdir(parents=True)
    config = CONFIG.format(
        years=years,
        threads=threads,
        hospitalist_min_lines=hospitalist_min_lines,
        baseline_from=_baseline_from(years),
    )
    (root / "firstcontact.toml").write_text(config, encoding="utf-8")
    ws = Workspace.open(root)
    intake.import_batch(ws, source, accept_quarantine=True)
    run = engine.measure(ws)
    return Outcome(engine.results(ws), (run.path / "results.parquet").read_bytes())
