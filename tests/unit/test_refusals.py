"""A closed TOML file refuses a mistake with its line, its key, its value and what may stand there."""

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.intake.manifest import read_manifest
from firstcontact.workspace import CONFIG_NAME, Workspace, create


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[regoin]\nid = 'r'\n", "line 1: regoin is not a known key; the nearest is region."),
        ("[release]\nmod = 'open'\n", "line 2: [release] mod is not a known key; the nearest is mode."),
        (
            "\n[release]\nmode = 'public'\n",
            "line 3: [release] mode is 'public', which is not one of 'open', 'coalition'.",
        ),
        ("[periods]\nyears = ['x']\n", "[periods] years.0 is 'x', which is not a whole number."),
        ("[[events]]\nid = 'e'\n", "line 1: [[events]] 1 start_month is missing. Add it. There is 1 more."),
    ],
)
def test_settings(tmp_path, text, sentence):
    (tmp_path / CONFIG_NAME).write_text(text)
    with pytest.raises(FirstContactError) as refused:
        Workspace.open(tmp_path)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith("Correct it and run again.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("row_cuont = 5\n", "manifest.toml line 3: [[file]] 1 row_cuont is not a known key; the nearest is row_count."),
        ("row_count = 'five'\n", "manifest.toml line 3: [[file]] 1 row_count is 'five', which is not a whole number."),
        (
            "encoding = 'koi8'\n",
            "manifest.toml line 3: [[file]] 1 encoding is 'koi8', which is not one of 'utf-8', 'latin-1', 'utf-16'",
        ),
        ("encoding: latin-1\n", 'Text stands in quotes, and keys are written as: key = "value".'),
    ],
)
def test_manifest(tmp_path, text, sentence):
    (tmp_path / "manifest.toml").write_text(f"[[file]]\nfile_name = 'provider.csv'\n{text}")
    with pytest.raises(FirstContactError) as refused:
        read_manifest(tmp_path)
    assert sentence in str(refused.value)
    assert "Nothing was loaded" in str(refused.value)


def test_settings_that_are_not_utf8_are_refused_with_a_sentence(tmp_path):
    (tmp_path / CONFIG_NAME).write_bytes('[region]\nname = "Región"\n'.encode("cp1252"))
    with pytest.raises(FirstContactError, match="not UTF-8"):
        Workspace.open(tmp_path)


@pytest.mark.parametrize("name", ['The "Old" Region', "Región\\Norte", "Línea\nnueva"])
def test_any_name_of_a_region_makes_a_workspace(tmp_path, name):
    assert create(tmp_path / "ws", name).config.region.name == name
