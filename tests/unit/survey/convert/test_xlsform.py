import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.sheet_files import NAMES, read_sheets, write_csv_folder, write_rows, write_xlsx
from firstcontact.survey.convert.xlsform_export import Sheets, sheets
from firstcontact.survey.convert.xlsform_import import import_xlsform
from firstcontact.survey.instrument import content_hash, from_document, load, shipped
from firstcontact.survey.instrument.build import build
from support.shared import SHARED, needs_specs

WORKED = SHARED / "specs" / "surveys" / "worked" / "instrument"


@pytest.fixture
def form(tmp_path):
    """Imports rows of a survey sheet with one list of choices."""

    def go(*rows, choices=None):
        listed = choices or [{"list_name": "ab", "name": c, "label": c.upper()} for c in "ab"]
        made = {"survey": list(rows), "choices": listed, "settings": [{"form_id": "test_form", "form_title": "Test"}]}
        for name, found in made.items():
            columns = list(dict.fromkeys(k for row in found for k in row))
            write_rows(columns, found, tmp_path / f"{name}.csv")
        return import_xlsform(tmp_path)

    return go


def row(kind, name, **more):
    return {"type": kind, "name": name, "label": f"{name}?", **more}


def items(imported):
    return [i for p in imported.document["pages"] for g in p["groups"] for i in g["items"]]


@needs_specs
def test_the_worked_sheets_are_made_byte_for_byte(tmp_path):
    write_csv_folder(sheets(load(WORKED / "clinic_checkin.yaml"), native=False), tmp_path)
    for name in NAMES:
        assert (tmp_path / f"{name}.csv").read_bytes() == (WORKED / f"xlsform_{name}.csv").read_bytes()


@needs_specs
def test_the_worked_sheets_come_back_as_the_same_sheets():
    made = import_xlsform(WORKED / "xlsform_survey.csv")
    instrument = load(WORKED / "clinic_checkin.yaml")
    back, expected = (visible(build(d)) for d in (made.document, instrument.document))
    assert back == expected
    assert made.document["languages"] == ["en", "es"]


def visible(instrument):
    return [[{k: v for k, v in r.items() if v and not k.startswith("fc_")} for r in s[1]] for s in both(instrument)]


def both(instrument):
    found = sheets(instrument, native=False)
    return found.survey, found.choices


@pytest.mark.parametrize("name", ["small", *shipped()])
@pytest.mark.parametrize("as_folder", [False, True])
def test_a_form_of_ours_keeps_the_hash(name, as_folder, small, tmp_path):
    instrument = small if name == "small" else load(shipped()[name])
    path = tmp_path / ("form" if as_folder else "form.xlsx")
    (write_csv_folder if as_folder else write_xlsx)(sheets(instrument), path)
    assert content_hash(import_xlsform(path).document) == instrument.content_hash


def test_an_edited_form_is_refused_with_its_first_difference(small, tmp_path):
    found = sheets(small)
    told = next(r for r in found.survey[1] if r["name"] == "told")
    told["label::English (en)"] = "Did they tell you?"
    write_xlsx(found, tmp_path / "form.xlsx")
    with pytest.raises(FirstContactError, match="first difference: item 'told'"):
        import_xlsform(tmp_path / "form.xlsx")


def test_a_long_original_is_parted_over_several_cells(document, items, tmp_path):
    items["note"]["hint"]["en"] = "word " * 9000 + "end"
    instrument = from_document(document, "long")
    found = sheets(instrument)
    assert [c for c in found.settings[0] if c.startswith("fc_")] == ["fc_native", "fc_native_2"]
    found.survey[0].remove("hint::English (en)")  # a cell of its own would be too long for Excel
    for each in found.survey[1]:
        each.pop("hint::English (en)", None)
    write_xlsx(found, tmp_path / "form.xlsx")
    with pytest.raises(FirstContactError, match="first difference: item 'visits'"):
        import_xlsform(tmp_path / "form.xlsx")


def test_the_same_form_is_the_same_bytes_and_holds_no_formula(small, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(sheets(small), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    dangerous = Sheets((["type"], [{"type": "=1+1"}]), (["name"], []), (["form_id"], []))
    write_xlsx(dangerous, tmp_path / "c.xlsx")
    assert read_sheets(tmp_path / "c.xlsx")["survey"] == [{"type": "=1+1"}]


def test_groups_with_a_title_or_a_condition_are_groups_of_the_form(small):
    rows = sheets(small, native=False).survey[1]
    begun = {r["name"]: r.get("relevant", "") for r in rows if r["type"] == "begin_group"}
    assert begun == {
        "page_start": "",
        "page_care": "not(${seen} = '0')",
        "g_matrix": "",
        "page_end": "",
        "g_extra": "(${mark} != '' and ${mark} >= 9)",
    }
    constraints = {r["name"]: r["constraint"] for r in rows if r.get("constraint")}
    assert constraints["first_day"] == ". >= date('2020-01-01') and . <= today()"
    assert constraints["share_a"] == ". >= 0 and . <= 100"


def test_a_foreign_form_is_mapped(form):
    made = form(
        {"type": "start", "name": "start"},
        row("begin group", "page_one"),
        row("select_one ab", "q1", required="true"),
        row("select_multiple ab", "q2", relevant="${q1} = 'a'", constraint="count-selected(.) <= 1 and . != 'z'"),
        row("range", "q3", parameters="start=1 end=5 step=1"),
        row("decimal", "q4", constraint=". >= 0.5"),
        row("text", "q5", appearance="multiline", relevant="${q3} >= '3'"),
        {"type": "end group"},
    )
    found = items(made)
    assert [i["type"] for i in found] == ["single", "multi", "rating", "decimal", "long_text"]
    assert found[0]["required"] is True
    assert made.document["scales"]["ab"]["options"][0] == {"code": "a", "label": {"en": "A"}}
    assert found[1]["max_choices"] == 1
    assert (found[2]["min"], found[2]["max"], found[3]["min"]) == (1, 5, "0.5")
    assert found[4]["show_if"] == {"all": [{"item": "q3", "op": ">=", "value": 3}]}
    assert "survey row 2: 'start' is kept by the program and is left out." in made.warnings
    assert "survey row 5: constraint \". != 'z'\" is not imported. Check it by hand." in made.warnings


def test_questions_outside_groups_and_beside_groups_keep_their_order(form):
    made = form(
        row("integer", "a"),
        row("begin_group", "page_two"),
        row("integer", "b"),
        row("begin_group", "inner"),
        row("integer", "c"),
        {"type": "end_group"},
        row("integer", "d"),
        {"type": "end_group"},
    )
    assert [(p["page_id"], [g["group_id"] for g in p["groups"]]) for p in made.document["pages"]] == [
        ("first", ["first_g1"]),
        ("two", ["two_g1", "inner", "two_g3"]),
    ]
    assert [i["link_id"] for i in items(made)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (row("begin_repeat", "r"), "survey row 3: type 'begin_repeat' is not imported."),
        (row("calculate", "c"), "survey row 3: type 'calculate' is not imported."),
        (row("geopoint", "g"), "survey row 3: type 'geopoint' is not imported."),
        (row("image", "i"), "survey row 3: type 'image' is not imported."),
        (row("select_one ab or_other", "o"), "survey row 3: a choice filter or or_other is not imported."),
        (row("select_one ab", "o", choice_filter="x"), "survey row 3: a choice filter or or_other is not imported."),
        (row("select_one cd", "o"), "survey row 3: list 'cd' is not in the choices sheet."),
        (row("integer", "n" * 33), "needs 1 to 32 characters."),
        (row("range", "r", parameters="start=0 end=1 step=0.1"), "range 0 to 1 by 0.1; only whole numbers"),
        (
            row("integer", "n", relevant="pulldata('x', 'y')"),
            "survey row 3: relevant \"pulldata('x', 'y')\" uses more than =, !=, <, <=, >, >=, selected and and/or. "
            "Write the condition by hand.",
        ),
        (row("integer", "n", relevant="${q}='a' and ${q}='b' or ${q}='c'"), "mixes and with or."),
        ({"type": "end_group"}, "survey row 3: end_group without begin_group."),
        ({"type": "note", "name": "n", "label": "You said ${q}"}, "a text refers to ${q}"),
    ],
)
def test_what_the_native_format_does_not_have_is_refused_by_row_and_type(form, bad, sentence):
    with pytest.raises(FirstContactError) as e:
        form(row("select_one ab", "q"), bad)
    assert sentence in str(e.value)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"no zip", "a.xlsx cannot be read as .xlsx"),
        ("a.csv", b"type,name\n", "a.csv is no XLSForm"),
        ("survey.csv", b"", "survey.csv has no rows in a sheet named survey"),
        ("survey.csv", b"type,name\nnote,\xe9\n", "survey.csv is not UTF-8"),
    ],
)
def test_files_that_are_no_form_are_refused(tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FirstContactError) as e:
        import_xlsform(tmp_path / name)
    assert sentence in str(e.value)
