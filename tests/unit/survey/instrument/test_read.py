import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument import load
from firstcontact.survey.instrument.read import read_file, read_text


def test_a_norwegian_language_key_stays_text():
    assert read_text("title: {no: Hei}\n", "a.yaml").data == {"title": {"no": "Hei"}}


def test_a_date_without_quotes_is_read_as_its_text():
    assert read_text("min_date: 2020-01-01\n", "a.yaml").data == {"min_date": "2020-01-01"}


@pytest.mark.parametrize(
    ("text", "is_json", "sentence"),
    [
        ("a: [1\n", False, "a.x line 2"),
        ("{", True, "a.x line 1: Expecting property name"),
        ('{"a": 1, "a": 2}', True, "a.x: key 'a' stands twice in one object."),
        ("a: 1\na: 2\n", False, "a.x line 2: a stands twice."),
        ("- 1\n", False, "a.x holds no instrument"),
        ("", False, "a.x holds no instrument"),
        ("a: &x [*x]\n", False, "a.x is nested without end."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(text, is_json, sentence):
    with pytest.raises(FirstContactError, match=r"a\.x") as e:
        read_text(text, "a.x", is_json)
    assert str(e.value).startswith(sentence)


def test_a_file_in_another_encoding_is_refused_with_the_byte(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes("title: caf\xe9".encode("latin-1"))
    with pytest.raises(FirstContactError, match=r"a\.yaml is not UTF-8: byte 10"):
        read_file(file)


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(FirstContactError, match="cannot be read"):
        read_file(tmp_path / "a.yaml")


def test_loading_quotes_the_first_errors_and_counts_all(tmp_path):
    file = tmp_path / "tiny.yaml"
    file.write_text(
        "format: firstcontact-instrument/1\ninstrument_id: tiny\nversion: 1\nstatus: draft\ntitle: {en: Café}\n"
    )
    with pytest.raises(FirstContactError) as e:
        load(file)
    text = str(e.value)
    assert text.startswith("tiny.yaml has 8 errors and cannot be used:\ntiny.yaml: 'population' is missing.")
    assert text.endswith("… and 3 more; 'survey validate' prints all.")
