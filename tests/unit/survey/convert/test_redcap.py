import csv

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.redcap_export import ANNOTATION, BRANCHING, CHOICES, COLUMNS, NAME, TYPE, dictionary
from firstcontact.survey.convert.redcap_import import import_redcap
from firstcontact.survey.convert.sheet_files import write_rows
from firstcontact.survey.instrument import from_document, load, shipped
from firstcontact.survey.instrument.build import build
from support.shared import SHARED, needs_specs

WORKED = SHARED / "specs" / "surveys" / "worked" / "instrument"


@pytest.fixture
def imported(tmp_path):
    def go(*rows):
        defaults = {"Form Name": "main", "Field Label": "Label?"}
        write_rows(COLUMNS, [{**defaults, **r} for r in rows], tmp_path / "form.csv")
        return import_redcap(tmp_path / "form.csv")

    return go


def field(name, kind, **more):
    return {NAME: name, TYPE: kind, **more}


def items(made):
    return [i for p in made.document["pages"] for g in p["groups"] for i in g["items"]]


@needs_specs
def test_the_worked_dictionary_is_made_byte_for_byte(tmp_path):
    write_rows(COLUMNS, dictionary(load(WORKED / "clinic_checkin.yaml"), "en"), tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_bytes() == (WORKED / "redcap_dictionary.csv").read_bytes()


@needs_specs
def test_the_worked_dictionary_comes_back_as_the_same_dictionary():
    made = import_redcap(WORKED / "redcap_dictionary.csv")
    with (WORKED / "redcap_dictionary.csv").open(newline="") as f:
        expected = [{k: v for k, v in r.items() if v} for r in csv.DictReader(f)]
    assert [{k: v for k, v in r.items() if v} for r in dictionary(build(made.document), "en")] == expected


@pytest.mark.parametrize("name", ["patient_experience_short", "practice_impact_pulse"])
def test_dictionaries_of_shipped_instruments_come_back_in_every_language(name, tmp_path):
    instrument = load(shipped()[name])
    for language in instrument.languages:
        rows = dictionary(instrument, language)
        write_rows(COLUMNS, rows, tmp_path / "d.csv")
        made = import_redcap(tmp_path / "d.csv", language)
        again = dictionary(build(made.document), language)
        keys = (NAME, TYPE, CHOICES, BRANCHING, ANNOTATION, "Field Label", "Text Validation Min", "Matrix Group Name")
        assert [[r.get(k, "") for k in keys] for r in again] == [[r.get(k, "") for k in keys] for r in rows]


def test_conditions_of_pages_and_groups_are_written_on_every_field(small):
    branching = {r[NAME]: r.get(BRANCHING, "") for r in dictionary(small, "es")}
    assert branching["clear"] == "[seen] <> '0'"
    assert branching["told"] == "[seen] <> '0' and [had_test] = '1'"
    assert branching["line_ok"] == "[seen] <> '0' and ([ways(phone)] = '1' or [ways(video)] = '1')"
    assert branching["why"] == "([mark] <> '' and [mark] >= 9)"


def test_a_label_with_a_bar_is_an_error(document, items):
    items["health"]["options"][0]["label"]["en"] = "Good | fine"
    instrument = from_document(document, "small")
    with pytest.raises(FirstContactError, match=r"item 'health': the label 'Good \| fine' holds \|"):
        dictionary(instrument, "en")


def test_personal_data_and_own_texts_are_marked(small):
    rows = {r[NAME]: r for r in dictionary(small, "en")}
    assert (rows["email"]["Identifier?"], rows["note"].get("Identifier?")) == ("y", "")
    assert rows["visits"]["Field Note"] == "A guess will do."
    assert rows["seen"]["Section Header"] == "First\nPlease answer for yourself."


def test_other_field_types_are_read(imported):
    made = imported(
        field("record_id", "text"),
        field("smokes", "yesno"),
        field("fever", "truefalse"),
        field("place", "dropdown", **{CHOICES: "1, Home, or near | 2, Work"}),
        field("day", "text", **{"Text Validation Type OR Show Slider Number": "date_mdy"}),
        field("ssn", "text", **{"Identifier?": "y", ANNOTATION: "@HIDDEN @MAXCHECKED=2"}),
    )
    found = items(made)
    assert [i["type"] for i in found] == ["single", "single", "single", "date", "text"]
    assert [o["code"] for o in found[0]["options"]] == ["1", "0"]
    assert found[2]["options"][0] == {"code": "1", "label": {"en": "Home, or near"}}
    assert found[4]["pii"] is True
    assert [c["code"] for c in found[4]["codes"]] == ["@HIDDEN", "@MAXCHECKED=2"]
    assert "row 7, field 'ssn': @HIDDEN, @MAXCHECKED=2 is kept as metadata only." in made.warnings


def test_checkbox_logic_with_a_minus_in_the_code_is_read(imported):
    ways = field("ways", "checkbox", **{CHOICES: "a, A | -8, None", ANNOTATION: "@NONEOFTHEABOVE='-8' @MAXCHECKED=1"})
    made = imported(ways, field("why", "text", **{BRANCHING: "[ways(-8)] = '1' OR [ways(a)] = '0'"}))
    first, second = items(made)
    assert first["options"][1] == {
        "code": "-8",
        "label": {"en": "None"},
        "missing": "does_not_apply",
        "exclusive": True,
    }
    assert first["max_choices"] == 1
    assert [(c["op"], c["value"]) for c in second["show_if"]["any"]] == [("=", "-8"), ("!=", "a")]


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (field("x", "calc"), "row 2, field 'x': type 'calc' is not imported."),
        (field("x", "sql"), "type 'sql' is not imported."),
        (field("x", "file"), "type 'file' is not imported."),
        (field("x", "signature"), "type 'signature' is not imported."),
        (field("x", "radio", **{CHOICES: "nothing"}), "its choices do not have the form"),
        (field("x", "radio"), "its choices do not have the form"),
        (field("x", "slider", **{"Text Validation Min": "a"}), "its least or greatest value is no whole number"),
        (
            field("x", "text", **{BRANCHING: "datediff([a], 'x')"}),
            "branching logic \"datediff([a], 'x')\" uses more than",
        ),
        (
            field("x", "radio", **{CHOICES: "1, A", "Matrix Group Name": "m", "Matrix Ranking?": "y"}),
            "a ranking matrix is not imported",
        ),
    ],
)
def test_what_the_native_format_does_not_have_is_refused_by_row_and_field(imported, bad, sentence):
    with pytest.raises(FirstContactError) as e:
        imported(bad)
    assert sentence in str(e.value)


def test_a_file_without_the_columns_is_refused(tmp_path):
    (tmp_path / "d.csv").write_text("name,type\na,b\n")
    with pytest.raises(FirstContactError, match=r"d\.csv is no REDCap data dictionary"):
        import_redcap(tmp_path / "d.csv")
