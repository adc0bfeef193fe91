"""Bases, lines and YAML as scenario files use them."""

from pathlib import Path

from firstcontact.practice.scenario.document import read_document
from firstcontact.practice.scenario.load import load_scenario
from firstcontact.practice.scenario.paths import show
from support.practice_files import problems_of, small, write_scenario


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_base_is_merged_key_by_key_and_null_deletes(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", "a: {x: 1, y: 2}\nb: [1, 2]\nc: 3\n")
    over = write(tmp_path, "over.yaml", "base: base.yaml\na: {y: 5}\nb: [9]\nc: null\n")
    assert read_document(over).data == {"a": {"x": 1, "y": 5}, "b": [9]}


def test_each_key_keeps_the_file_and_line_that_wrote_it(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", "a:\n  x: 1\n  y: 2\nb:\n  - 1\n")
    document = read_document(write(tmp_path, "over.yaml", "base: base.yaml\na:\n  y: 5\n"))
    found = {
        show(p): (document.origin(p).file.name, document.origin(p).line) for p in (("a", "x"), ("a", "y"), ("b", 0))
    }
    assert found == {"a.x": ("base.yaml", 2), "a.y": ("over.yaml", 3), "b[0]": ("base.yaml", 5)}


def test_a_replaced_list_has_the_lines_of_the_new_one(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", "b:\n  - {x: 1}\n  - {x: 2}\n")
    document = read_document(write(tmp_path, "over.yaml", "base: base.yaml\n\n\nb:\n  - {x: 7}\n"))
    assert document.origin(("b", 0, "x")).line == 5
    assert ("b", 1, "x") not in document.origins


def test_a_problem_in_the_base_names_the_base(tmp_path: Path) -> None:
    write_scenario(tmp_path, small(colour=1), "base.yaml")
    over = write(tmp_path, "over.yaml", "base: base.yaml\nid: over\n")
    (said,) = problems_of(load_scenario, over)
    assert said.startswith("PM001 base.yaml:27 colour: unknown key.")


def test_bases_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "base: b.yaml\n")
    write(tmp_path, "b.yaml", "base: a.yaml\n")
    (said,) = problems_of(load_scenario, tmp_path / "a.yaml")
    assert said == "PM003 b.yaml:1 base: a.yaml is built on this file. Bases may not run in a circle."


def test_six_levels_of_base_are_too_many(tmp_path: Path) -> None:
    write(tmp_path, "0.yaml", "x: 1\n")
    for level in range(1, 7):
        write(tmp_path, f"{level}.yaml", f"base: {level - 1}.yaml\n")
    assert read_document(tmp_path / "5.yaml").data == {"x": 1}
    (said,) = problems_of(load_scenario, tmp_path / "6.yaml")
    assert said == "PM003 1.yaml:1 base: more than 5 levels of base. Join some of the files."


def test_a_base_that_is_missing_is_named(tmp_path: Path) -> None:
    (said,) = problems_of(load_scenario, write(tmp_path, "a.yaml", "base: none.yaml\n"))
    assert said == "PM003 a.yaml:1 base: none.yaml is not a file beside a.yaml. Correct the path."


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    (said,) = problems_of(load_scenario, write(tmp_path, "a.yaml", "id: x\nid: y\n"))
    assert said == "PM003 a.yaml:2: id stands twice. Keep one of them."


def test_broken_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    (said,) = problems_of(load_scenario, write(tmp_path, "a.yaml", "id: x\nb: [1,\n"))
    assert said.startswith("PM003 a.yaml:3: ")
    assert said.endswith("Correct the YAML there.")


def test_a_file_without_keys_is_refused(tmp_path: Path) -> None:
    (said,) = problems_of(load_scenario, write(tmp_path, "a.yaml", "- 1\n"))
    assert said == "PM003 a.yaml:1: the file holds no keys. Write `key: value` lines."


def test_words_that_yaml_1_1_turns_into_something_else_stay_text(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.yaml", "a: yes\nb: off\nc: true\nd: 010\ne: 1_000\nf: 1:30\ng: 1.5\n"))
    assert document.data == {"a": "yes", "b": "off", "c": True, "d": "010", "e": "1_000", "f": "1:30", "g": 1.5}
