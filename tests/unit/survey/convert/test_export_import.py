import pytest
import yaml

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.convert import export, import_instrument
from firstcontact.survey.instrument import content_hash, load, shipped


def test_forms_in_one_language_are_written_once_for_each(small, tmp_path):
    made = export(small, "redcap", tmp_path / "out" / "form.csv")
    assert [f.name for f in made.files] == ["form.csv", "form_es.csv"]
    assert all(f.is_file() for f in made.files)
    one = export(small, "pdf", tmp_path / "form.pdf", language="es")
    assert [f.name for f in one.files] == ["form.pdf"]


@pytest.mark.parametrize(
    ("to", "name", "files"),
    [
        ("fhir", "f.json", ["f.json"]),
        ("xlsform", "f.xlsx", ["f.xlsx"]),
        ("xlsform", "folder", ["survey.csv", "choices.csv", "settings.csv"]),
        ("surveyjs", "f.json", ["f.json"]),
        ("codebook", "f.csv", ["f.csv"]),
    ],
)
def test_other_forms_are_written_once(small, tmp_path, to, name, files):
    assert [f.name for f in export(small, to, tmp_path / name).files] == files


def test_what_a_form_cannot_carry_is_said(small, tmp_path):
    warnings = " ".join(export(small, "surveyjs", tmp_path / "f.json").warnings)
    for word in ("Scores", "Roles", "Measures are not carried: talk, share.", "Exits", "Checks", "modules"):
        assert word in warnings
    assert "beside an option" in " ".join(export(small, "redcap", tmp_path / "f.csv").warnings)
    assert export(small, "codebook", tmp_path / "c.csv").warnings == ()


def test_wrong_words_are_wrong_usage(small, tmp_path):
    with pytest.raises(UsageError, match="'word' is no form of export"):
        export(small, "word", tmp_path / "f")
    with pytest.raises(UsageError, match="not written in 'pt'; its languages are en, es"):
        export(small, "pdf", tmp_path / "f.pdf", language="pt")
    with pytest.raises(UsageError, match="'word' is no source of instruments"):
        import_instrument(tmp_path / "f", "word", tmp_path / "g")


def test_nothing_is_written_over_unless_asked(small, tmp_path):
    file = tmp_path / "f.json"
    file.write_text("mine")
    with pytest.raises(UsageError, match="exists"):
        export(small, "fhir", file)
    assert file.read_text() == "mine"
    export(small, "fhir", file, overwrite=True)
    with pytest.raises(UsageError, match="exists"):
        import_instrument(file, "fhir", file)


@pytest.mark.parametrize(("form", "name"), [("fhir", "f.json"), ("xlsform", "f.xlsx")])
def test_the_whole_way_out_and_in_keeps_the_hash(small, tmp_path, form, name):
    export(small, form, tmp_path / name)
    assert import_instrument(tmp_path / name, form, tmp_path / "back.yaml") == []
    assert load(tmp_path / "back.yaml").content_hash == small.content_hash


def test_the_warnings_of_an_import_end_with_what_the_validator_finds(tmp_path):
    export(load(shipped()["patient_experience_short"]), "redcap", tmp_path / "f.csv", language="en")
    warnings = import_instrument(tmp_path / "f.csv", "redcap", tmp_path / "back.yaml")
    assert warnings[-2].startswith("back.yaml: origin is imported but licence_note is empty.")
    assert warnings[-1].startswith("back.yaml: no item has the role key;")
    document = yaml.safe_load((tmp_path / "back.yaml").read_text(encoding="utf-8"))
    assert len(content_hash(document)) == 64


def test_an_import_of_an_absent_file_is_an_error_in_words(tmp_path):
    for source, name in [("fhir", "f.json"), ("redcap", "f.csv"), ("xlsform", "f.xlsx")]:
        with pytest.raises(FirstContactError):
            import_instrument(tmp_path / name, source, tmp_path / "out.yaml")
    assert not (tmp_path / "out.yaml").exists()
