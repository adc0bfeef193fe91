"""Population files: what they may hold, what is refused, and the arrays that come of them."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.practice.names import PAYERS as PAYER_NAMES
from firstcontact.practice.names import ROLES
from firstcontact.practice.population.model import Population
from firstcontact.practice.scenario.load import load_scenario
from support.practice_examples import EXAMPLES
from support.practice_files import PAYERS, PRACTICES, STAFF, problems_of, read, small
from support.shared import needs_specs


def load(folder: Path, **tables: str) -> Population:
    return Population.load(read(folder, small(), **tables))


def refused(folder: Path, **tables: str) -> list[str]:
    return problems_of(load, folder, **tables)


def frame(text: str) -> pa.Table:
    return pacsv.read_csv(pa.BufferReader(text.encode()))


def test_arrays_stand_in_the_order_of_ids_payers_and_roles(tmp_path: Path) -> None:
    population = load(tmp_path)
    assert population.practice_id.tolist() == ["A", "B"]
    assert population.panel[0, PAYER_NAMES.index("commercial")] == 520
    assert population.fte[1, ROLES.index("ma")] == 2
    assert population.has_payer.sum() == 2
    assert population.total_panel.tolist() == [520, 1040]


def test_what_a_file_leaves_empty_has_its_default(tmp_path: Path) -> None:
    population = load(tmp_path)
    assert population.weight.tolist() == [1, 1]
    assert population.size_class.tolist() == ["le2", "le2"]
    assert population.employees.tolist() == [2, 4]
    assert population.risk[1, 0] == 1
    assert population.exit_eligible.tolist() == [True, True]
    assert np.isnan(population.cash_start_usd).all()


def test_an_empty_value_is_tied_to_its_parameter(tmp_path: Path) -> None:
    population = load(tmp_path)
    assert population.variable_cost_per_visit_usd.tolist() == [4, 4]
    ties = {(s.parameter, s.column, s.index): s.mask.tolist() for s in population.scalings}
    assert ties["variable_cost_per_visit", "variable_cost_per_visit_usd", None] == [True, True]
    assert ties["wage_loaded.ma", "wage_loaded_usd_year", ROLES.index("ma")] == [False, True]
    assert population.parameters == ("cash_on_hand_weeks", "variable_cost_per_visit", "wage_loaded.ma")


def test_a_lag_that_is_empty_is_left_to_the_parameter(tmp_path: Path) -> None:
    population = load(tmp_path, payers=PAYERS.replace("3,2", "3,"))
    assert population.ar_lag_weeks[1, 0] == -1
    assert "ar_lag_weeks_ffs" in population.parameters


@pytest.mark.parametrize(
    ("fte", "size"), [(2, "le2"), (2.1, "2_4"), (4, "2_4"), (7, "4_7"), (7.01, "7_13"), (13, "7_13"), (13.5, "gt13")]
)
def test_the_size_class_follows_the_physicians(tmp_path: Path, fte: float, size: str) -> None:
    assert load(tmp_path, staff=STAFF.replace("B,md,2", f"B,md,{fte}")).size_class[1] == size


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        (
            {"practices": PRACTICES + "A,north,independent,family,1,1,\n"},
            "PM020 practices.csv:4 practice_id: A stands twice. Keep one row for each practice.",
        ),
        (
            {"payers": PAYERS + "B,medicare,1,1,1\n"},
            "PM020 payers.csv:4 payer: B has two rows for medicare. Keep one.",
        ),
        (
            {"staff": STAFF + "B,rn,1,\n"},
            "PM022 wage_loaded_usd_year: rn has no wage in B, and none is shipped. "
            "Fill wage_loaded_usd_year, or set the parameter wage_loaded.rn.",
        ),
        (
            {"payers": PAYERS.replace("B,medicare,1040,3,2\n", "")},
            "PM023 practices.csv:3 practice_id: B has no row in the payers table. Add one; a panel of 0 is allowed.",
        ),
        (
            {"staff": STAFF.replace("B,md,2,\n", "")},
            "PM024 practices.csv:3 practice_id: B has no physician. "
            "Give the role md an FTE above 0 in the staff table.",
        ),
        (
            {"practices": PRACTICES.replace("region,", "regoin,")},
            "PM003 practices.csv:1 regoin: unknown column. Did you mean region? Allowed: practice_id, region, setting, "
            "specialty, overhead_usd_year, physician_pay_usd_year, size_class, locality, weight, "
            "variable_cost_per_visit_usd, cash_start_usd, employees, exit_eligible.",
        ),
        (
            {"practices": PRACTICES.replace("south,system", "south,sistem")},
            "PM003 practices.csv:3 setting: 'sistem' is not known. Did you mean system? "
            "Allowed: independent, system, fqhc.",
        ),
        (
            {"payers": PAYERS.replace("520,2,1", "520,61,1")},
            "PM003 payers.csv:2 visits_per_patient_year: '61' is not a number from 0 to 60.",
        ),
        (
            {"payers": PAYERS.replace("520,2,1", "520,2,1.5")},
            "PM003 payers.csv:2 ar_lag_weeks: '1.5' is not a whole number from 0 to 26.",
        ),
        (
            {"payers": PAYERS.replace("520,2,1", ",2,1")},
            "PM003 payers.csv:2 panel: is empty. Every row needs it.",
        ),
        (
            {"staff": STAFF.replace("A,md,1,", "A,md,1,200000")},
            "PM003 staff.csv:2 wage_loaded_usd_year: md has no wage here: pay follows physician_pay_usd_year and the "
            "pay rule. Leave it empty.",
        ),
        (
            {"staff": STAFF + "C,ma,1,\n"},
            "PM003 staff.csv:6 practice_id: 'C' is not in the practices table. Add it there or drop the row.",
        ),
        (
            {"practices": PRACTICES + " C,north,independent,family,1,1,\n", "payers": PAYERS + " C,medicare,1,1,1\n"}
            | {"staff": STAFF + " C,md,1,\n"},
            "PM003 practices.csv:4 practice_id: ' C' must have 1 to 64 characters and no space at its ends.",
        ),
        (
            {"payers": PAYERS + "A,commercial\n"},
            "PM003 payers.csv:4: has 2 cells, the header has 5. Quote cells that hold a comma.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_column(tmp_path: Path, tables: dict[str, str], sentence: str) -> None:
    assert sentence in refused(tmp_path, **tables)


def test_pm021_a_fee_schedule_needs_a_locality(tmp_path: Path) -> None:
    (tmp_path / "mix.csv").write_text("mode,hcpcs,units_per_visit\noffice,99213,1\n")
    prices = {"preset": "fee_schedule", "visit_mix": "mix.csv"}
    practices = PRACTICES.replace("104000,14212-01\nB", "104000,\nB")
    said = problems_of(lambda: Population.load(read(tmp_path, small(prices=prices), practices=practices)))
    assert said == [
        "PM021 locality: is empty for A, and the preset fee_schedule prices by locality. "
        "Fill it, such as 14212-01, or national."
    ]


def test_all_problems_of_all_files_are_listed(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        practices=PRACTICES.replace("family,26000", "family,-1"),
        payers=PAYERS.replace("commercial", "comercial"),
        staff=STAFF.replace("A,md,1", "A,md,x"),
    )
    assert [s.split(":")[0] for s in said] == ["PM003 payers.csv", "PM003 practices.csv", "PM023 practices.csv",
                                               "PM024 practices.csv", "PM003 staff.csv"]  # fmt: skip


def test_columns_that_begin_with_x_are_let_through(tmp_path: Path) -> None:
    text = PRACTICES.replace("locality\n", "locality,x_note\n").replace("14212-01\n", "14212-01,hello\n")
    assert load(tmp_path, practices=text).hash == load(tmp_path).hash


def test_a_panel_of_zero_is_allowed(tmp_path: Path) -> None:
    assert load(tmp_path, payers=PAYERS.replace("1040", "0")).total_panel[1] == 0


def test_parquet_and_csv_give_the_same_population(tmp_path: Path) -> None:
    for name, text in (("practices", PRACTICES), ("payers", PAYERS), ("staff", STAFF)):
        pq.write_table(frame(text), tmp_path / f"{name}.parquet")
    files = {name: f"{name}.parquet" for name in ("practices", "payers", "staff")}
    scenario = read(tmp_path, small(population={"files": files}))
    assert Population.load(scenario).hash == load(tmp_path).hash


def test_tables_in_memory_are_taken_as_they_are(tmp_path: Path) -> None:
    population = Population.from_frames(frame(PRACTICES), frame(PAYERS).to_pydict(), frame(STAFF))
    assert population.hash == load(tmp_path).hash
    assert population.parameters == load(tmp_path).parameters


@given(seed=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: Any) -> None:
    def shuffled(text: str) -> pa.Table:
        table = frame(text)
        order = list(range(table.num_rows))
        seed.shuffle(order)
        return table.take(order)

    first = Population.from_frames(frame(PRACTICES), frame(PAYERS), frame(STAFF))
    second = Population.from_frames(shuffled(PRACTICES), shuffled(PAYERS), shuffled(STAFF))
    assert first.hash == second.hash
    for column in ("panel", "fte", "wage_loaded_usd_year", "employees"):
        np.testing.assert_array_equal(getattr(first, column), getattr(second, column))


@needs_specs
def test_the_two_practices_of_m1_are_read_as_stated() -> None:
    population = Population.load(load_scenario(EXAMPLES / "m1.yaml"))
    assert population.practice_id.tolist() == ["A", "B"]
    assert population.cash_start_usd.tolist() == [3000, 10000]
    assert population.panel.tolist() == [[0, 0, 520, 520, 0], [1040, 0, 0, 520, 0]]
    assert population.ar_lag_weeks[0].tolist()[2:4] == [2, 1]
    assert population.parameters == ()
