"""The command `survey score`: what it prints, and its exit codes."""

import pytest
from typer.testing import CliRunner

from firstcontact.cli_survey import app
from firstcontact.errors import FirstContactError, UsageError

SPEC = """\
format: firstcontact-measures/1
unit: unit
items: {q1: {min: 1, max: 4}}
measures: [{measure: m, items: [q1]}]
"""


@pytest.fixture
def run(tmp_path):
    """Runs the command on a small file; an error comes as the exception that `main` turns into a sentence."""
    (tmp_path / "answers.csv").write_text("unit,q1\nA,1\nA,2\nB,4\nB,3\nC,4\n", encoding="utf-8")
    (tmp_path / "measures.yaml").write_text(SPEC, encoding="utf-8")

    def call(*words: str):
        return CliRunner().invoke(app, ["score", *(w.replace("@", f"{tmp_path}/") for w in words)])

    return call


def test_scores_of_a_plain_file_are_written_and_told(run, tmp_path):
    done = run("--responses", "@answers.csv", "--measures", "@measures.yaml", "-o", "@out")
    assert done.exit_code == 0
    assert "5 responses = 4 used + 1 not used (1 unit too small)." in done.stdout
    assert "warning: practice C has 1 usable answers to 'm'" in done.stderr
    assert (tmp_path / "out" / "score.csv").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name either a WAVE or --responses"),
        (("wave", "--responses", "@answers.csv"), "Name either a WAVE or --responses"),
        (("--responses", "@answers.csv"), "also needs --measures FILE.yaml and -o DIR"),
        (("exp-2027", "-w", "@none"), "There is no wave 'exp-2027'"),
    ],
)
def test_wrong_words_are_wrong_usage(run, words, sentence):
    error = run(*words).exception
    assert isinstance(error, UsageError)
    assert sentence in str(error)
    assert error.exit_code == 2


def test_a_file_that_cannot_be_scored_is_refused_with_exit_code_1(run):
    error = run("--responses", "@none.csv", "--measures", "@measures.yaml", "-o", "@out").exception
    assert isinstance(error, FirstContactError)
    assert error.exit_code == 1


def test_every_command_has_an_example():
    for command in app.registered_commands:
        assert "Example: firstcontact survey " in command.callback.__doc__ or "exit code 1" in command.callback.__doc__
