"""The survey tutorial: its files are written, its commands run, its reports appear."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firstcontact.cli import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/tutorials/first-survey.md"
BLOCK = re.compile(r"```(\w+)(?: (\S+))?\n(.*?)```", re.S)
REPORTS = (
    "simulated_patient_experience_short/report/simulated_report",
    "simulated_patient_experience_short/practice_reports/S0001/simulated_report",
    "pulse-2027/report/report",
    "simulated_practice_impact_pulse/report/simulated_report",
    "simulated_patient_engagement_inventory/report/simulated_report",
    "simulated_patient_engagement_inventory/inventory/simulated_report",
)


def run(line: str) -> None:
    words = shlex.split(line.removeprefix("$ "))
    assert words[0] == "firstcontact"
    done = CliRunner().invoke(app, words[1:])
    assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception}"


@pytest.mark.slow
def test_the_survey_tutorial_runs_as_it_is_written(tmp_path, monkeypatch):
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    for language, file, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if file:
            Path(file).write_text(text, encoding="utf-8")
        elif language == "console":
            for line in text.splitlines():
                run(line)
    for report in REPORTS:
        for ending in (".html", ".pdf"):
            assert (Path("my-survey/survey") / f"{report}{ending}").stat().st_size > 10_000
    assert "too few" in Path("my-survey/survey/pulse-2027/report/report.html").read_text(encoding="utf-8")
