"""YAML that remembers its lines."""

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.located import load


def test_each_key_knows_its_line() -> None:
    found = load("id: x\nvariants:\n  - id: a\n    values: {part: no}\n", "m.yaml")
    assert found.line(("id",)) == 1
    assert found.line(("variants", 0, "id")) == 3


def test_an_unknown_path_has_the_line_of_its_parent() -> None:
    assert load("a: 1\nb:\n  c: 2\n", "m.yaml").line(("b", "missing")) == 2


def test_values_of_variants_stay_as_written() -> None:
    found = load("variants:\n  - {id: a, values: {payments: no, from: 007}}\nchecked: null\nn: 3\n", "m.yaml")
    assert found.data["variants"][0]["values"] == {"payments": "no", "from": "007"}
    assert (found.data["checked"], found.data["n"]) == (None, 3)


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(FirstContactError, match=r"m.yaml line 3: id stands twice"):
        load("id: x\ntitle: y\nid: z\n", "m.yaml")


def test_broken_yaml_names_the_line() -> None:
    with pytest.raises(FirstContactError, match=r"m.yaml line 2: .*Correct the YAML there"):
        load("id: x\n  - y: [\n", "m.yaml")


def test_a_key_is_one_word():
    with pytest.raises(FirstContactError, match=r"f.yaml line 2: a key is a list or a mapping"):
        load("a: 1\n? [b, c]\n: 2\n", "f.yaml")
