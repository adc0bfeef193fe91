from datetime import date
from pathlib import Path

import pytest

from firstcontact.engine.definitions import catalogue, due, find, read
from firstcontact.engine.words import new_measure, show
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.workspace import Workspace

TODAY = date(2026, 5, 1)


def test_the_built_in_catalogue_holds_the_measures_of_the_map() -> None:
    definitions = {d.id: d for d in catalogue()}
    assert {
        "any_primary_care_visit",
        "primary_care_spend_share",
        "panel_size",
        "gap",
        "visit_volume_index",
    } <= definitions.keys()
    assert definitions["visit_volume"].variants["visit_volume.telehealth"] == {"kind": "telehealth"}
    assert definitions["total_spend_pmpm"].variants["total_spend_pmpm.non_claims"] == {
        "part": "none",
        "payments": "yes",
    }


def test_a_workspace_adds_measures_and_replaces_those_with_the_same_id(workspace: Workspace) -> None:
    new_measure(workspace, "own_visits", "performance", TODAY)
    new_measure(workspace, "wellness_visit", "performance", TODAY)
    found = {d.id: d for d in catalogue(workspace)}
    assert found["own_visits"].where == "definitions/measures/performance/own_visits.yaml"
    assert found["wellness_visit"].built_in is False
    assert len(found) == len(catalogue()) + 1


def test_a_file_in_the_wrong_place_is_named(tmp_path: Path) -> None:
    paths = new_measure(tmp_path, "own_visits", "performance", TODAY)
    moved = paths[0].with_name("other.yaml")
    moved.write_text(paths[0].read_text())
    with pytest.raises(FirstContactError, match="line 2: id: 'own_visits' is not the file's name 'other'"):
        read(moved, "definitions/measures/performance/other.yaml")


def test_a_definition_without_sql_is_refused(tmp_path: Path) -> None:
    paths = new_measure(tmp_path, "own_visits", "performance", TODAY)
    paths[1].unlink()
    with pytest.raises(FirstContactError, match=r"there is no own_visits\.sql beside it"):
        read(paths[0], "x.yaml")


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="The nearest name is visit_volume"):
        find(catalogue(), "visit_volum")
    assert find(catalogue(), "visit_volume.all").id == "visit_volume"


def test_a_measure_with_the_id_of_a_built_in_one_says_that_it_replaces_it(workspace: Workspace) -> None:
    path = new_measure(workspace, "wellness_visit", "performance", TODAY)[0]
    path.write_text(path.read_text().replace("replaces: wellness_visit\n", ""))
    with pytest.raises(
        FirstContactError, match=r"wellness_visit.yaml: a measure with the id .* 'replaces: wellness_vi"
    ):
        catalogue(workspace)


def test_what_is_not_built_in_cannot_be_replaced(workspace: Workspace) -> None:
    path = new_measure(workspace, "own_visits", "performance", TODAY)[0]
    path.write_text(path.read_text() + "replaces: own_visits\n")
    with pytest.raises(FirstContactError, match="there is no built-in measure 'own_visits'"):
        catalogue(workspace)


def test_two_measures_of_a_workspace_have_two_ids(workspace: Workspace) -> None:
    new_measure(workspace, "own_visits", "capacity", TODAY)
    new_measure(workspace, "own_visits", "performance", TODAY)
    with pytest.raises(FirstContactError, match="has the id 'own_visits' too"):
        catalogue(workspace)


def test_definitions_past_their_review_are_due() -> None:
    assert due(None, date(2000, 1, 1)) == []
    assert {d.id for d in due(None, date(2100, 1, 1))} == {d.id for d in catalogue()}


def test_a_new_measure_is_refused_where_one_is_or_the_words_do_not_fit(workspace: Workspace) -> None:
    new_measure(workspace, "own_visits", "performance", TODAY)
    with pytest.raises(UsageError, match="There is a measure 'own_visits'"):
        new_measure(workspace, "own_visits", "performance", TODAY)
    with pytest.raises(UsageError, match="'money' is not one of finance, capacity"):
        new_measure(workspace, "own_visits2", "money", TODAY)
    with pytest.raises(UsageError, match="lower case letters"):
        new_measure(workspace, "Own", "finance", TODAY)


def test_show_tells_words_query_and_cases() -> None:
    text = show(None, "any_primary_care_visit")
    assert "Numerator:" in text
    assert "FROM person_year AS m" in text
    assert "Case: " in text
    assert "Formula: gap" in show(None, "gap")
