"""The command line starts quickly, and what it says of the rooms without loading them is what the rooms say."""

import json
import subprocess
import sys

import pytest

from firstcontact import cli, cli_survey, release
from firstcontact.survey.cleaning import Rules
from firstcontact.survey.convert.export import FORMS
from firstcontact.survey.exporters.make_export import FORMATS
from firstcontact.survey.sampling import Scope

HEAVY = {"duckdb", "pyarrow", "numpy", "scipy", "openpyxl", "django", "wagtail", "jinja2"}
LOADED = """
import contextlib, io, json, sys
from firstcontact import cli
sys.argv = ["firstcontact", *sys.argv[1:]]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    cli.main()
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("words", [["--help"], ["measure", "--help"], ["survey", "--help"], ["site", "--help"]])
def test_help_loads_no_database_engine_and_no_site(words):
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    assert not HEAVY & set(json.loads(done.stdout))


def test_the_steps_of_a_release_are_those_of_its_room():
    assert tuple(cli.RELEASE_STEPS) == release.STEPS


def test_defaults_and_forms_of_surveys_are_those_of_their_rooms():
    assert (Scope.min_age, Scope.visit_months, Scope.recent_months) == (
        cli_survey.MIN_AGE,
        cli_survey.VISIT_MONTHS,
        cli_survey.RECENT_MONTHS,
    )
    assert Rules.min_age == cli_survey.MIN_AGE
    assert tuple(FORMS) == cli_survey.INSTRUMENT_FORMS
    assert tuple(FORMATS) == cli_survey.WAVE_FORMS


def test_a_place_that_cannot_be_written_is_named_in_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(
        sys, "argv", ["firstcontact", "convert", "--from", "latin-1", __file__, "-o", f"{tmp_path}/no/x"]
    )
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert said.startswith(f"error: '{tmp_path}/no")
    assert "Traceback" not in said


def test_a_converted_file_is_told_to_take_the_old_name(monkeypatch, capsys, tmp_path):
    file = tmp_path / "provider.csv"
    file.write_bytes("npi\nñ\n".encode("cp1252"))
    monkeypatch.setattr(sys, "argv", ["firstcontact", "convert", "--from", "cp1252", str(file)])
    with pytest.raises(SystemExit):
        cli.main()
    assert "name this file provider.csv" in capsys.readouterr().out.replace("\n", " ")
    assert (tmp_path / "provider.utf8.csv").read_text(encoding="utf-8") == "npi\nñ\n"


@pytest.mark.parametrize("words", ["check", "import", "measure", "results", "release", "serve", "run", "core show"])
def test_help_of_a_main_command_has_an_example(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["firstcontact", *words.split(), "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    assert f"Example: firstcontact {words}" in " ".join(capsys.readouterr().out.split())
