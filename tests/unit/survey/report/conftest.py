"""A simulated survey of patients that has been through every stage."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from firstcontact.survey.disposition import make_disposition
from firstcontact.survey.estimate import estimate_wave
from firstcontact.survey.instrument import find
from firstcontact.survey.report import ReportMade, make_report
from firstcontact.survey.score import score_wave
from firstcontact.survey.simulate.make_simulation import simulate
from firstcontact.survey.wave import Wave
from firstcontact.survey.weighting import weight_wave

WAVE = "simulated_patient_experience_short"
WEIGHTS = "unknown_eligibility: {cells: [practice_id]}\nnonresponse: {cells: [size_class], min_cell: 5}\n"


@dataclass(frozen=True)
class Held:
    workspace: Path
    wave: Wave
    made: ReportMade

    def file(self, name: str) -> bytes:
        return (self.made.folder / f"simulated_{name}").read_bytes()


@pytest.fixture(scope="session")
def fielded(tmp_path_factory) -> Path:
    """A workspace with the wave, up to its estimates."""
    workspace = tmp_path_factory.mktemp("region")
    simulate(workspace, find("patient_experience_short"), "report", practices_n=14, per_practice=160)
    make_disposition(workspace, WAVE, decided_on=date(2025, 5, 1))
    (workspace / "weights.yaml").write_text(WEIGHTS, encoding="utf-8")
    weight_wave(workspace, WAVE, workspace / "weights.yaml")
    score_wave(workspace, WAVE)
    estimate_wave(workspace, WAVE, by=["size_class"])
    return workspace


@pytest.fixture(scope="session")
def held(fielded) -> Held:
    return Held(fielded, Wave.open(fielded, WAVE), make_report(fielded, WAVE))


@pytest.fixture
def copied(fielded, tmp_path) -> Path:
    """A workspace of its own, to change."""
    shutil.copytree(fielded, tmp_path / "region")
    return tmp_path / "region"
