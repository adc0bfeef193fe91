"""What `practice validate` says: validation.md 6."""

from dataclasses import replace

import pytest

from firstcontact.errors import UsageError
from firstcontact.practice.validate import counts, failed, validate
from firstcontact.practice.validate.cases import Computed
from firstcontact.practice.validate.targets import targets
from firstcontact.practice.validate.verdicts import verdict

NUMBERS = ["published", "low", "high", "computed", "difference", "tolerance"]
COLUMNS = ["id", "suite", "area", "definition", *NUMBERS, "tolerance_kind", "verdict", "note"]
TARGETS = {t.id: t for t in targets()}


@pytest.fixture(scope="module")
def table():
    return validate()


def test_there_is_one_row_per_published_number_in_file_order(table):
    assert table.column_names == COLUMNS
    assert table["id"].to_pylist() == list(TARGETS)


def test_suites_are_counted_apart_and_never_added_up(table):
    assert counts(table) == [
        "exact: 10 pass",
        "misses: 1 direction_ok, 1 documented_miss",
        "calibrated: 5 calibrated, 12 not_run",
        "external_data: 2 not_run",
    ]


def test_nothing_of_the_present_model_blocks_a_release(table):
    assert not failed(table)


def test_a_target_without_a_fit_says_that_it_was_not_attempted(table):
    rows = {r["id"]: r for r in table.to_pylist()}
    assert (rows["C01"]["verdict"], rows["C01"]["note"]) == ("not_run", "not attempted")
    assert rows["X01"]["note"] == "needs your own area file with population and physicians"
    assert rows["C01"]["computed"] is None


@pytest.mark.parametrize(("suite", "first"), [("exact", "V01"), ("calibrated", "C17"), ("misses", "M01")])
def test_a_suite_can_be_asked_for_alone(suite, first):
    assert validate(suite)["id"][0].as_py() == first


def test_an_unknown_suite_is_refused():
    with pytest.raises(UsageError, match=r"--suite most is not a suite\. Allowed: exact, calibrated, misses, all"):
        validate("most")


@pytest.mark.parametrize(
    ("target", "computed", "word"),
    [
        ("V01", Computed(76.155), "pass"),
        ("V01", Computed(76.17), "fail"),
        ("V02", Computed(973.2), "pass"),
        ("V02", Computed(973.1), "fail"),
        ("V06", Computed(127, 85, 230), "pass"),
        ("V06", Computed(127, 85, 240), "fail"),
        ("V06", Computed(132, 85, 180), "fail"),
        ("C17", Computed(140), "calibrated"),
        ("C17", Computed(140.1), "calibration_lost"),
        ("C06", Computed(-67_774, -80_000, -55_000), "calibrated"),
        ("C06", Computed(-67_774, -90_000, -50_000), "calibration_lost"),
        ("C06", Computed(-50_000, -80_000, -55_000), "calibration_lost"),
        ("C11", Computed(25_026 * 1.24), "calibrated"),
        ("M01", Computed(552.9), "documented_miss"),
        ("M01", Computed(720), "miss_changed"),
        ("D01", Computed(1.2), "direction_ok"),
        ("D01", Computed(0.9), "direction_wrong"),
    ],
)
def test_the_verdict_follows_from_the_tolerance_of_the_suite(target, computed, word):
    assert verdict(TARGETS[target], computed) == word


@pytest.mark.parametrize("word", ["fail", "calibration_lost", "miss_changed"])
def test_a_lost_target_is_told_by_the_exit_code(table, word):
    column = table.column_names.index("verdict")
    changed = table.set_column(column, "verdict", [[word, *table["verdict"].to_pylist()[1:]]])
    assert failed(changed)


def test_the_folder_of_a_suite_is_its_name_on_the_command_line():
    assert {TARGETS[t].folder for t in ("V01", "C01", "M01", "D01", "X01")} == {"exact", "calibrated", "misses", ""}
    assert replace(TARGETS["V01"], suite="direction").folder == "misses"
