"""Every table that measures may read has the columns and types of tables.yaml, also when nearly nothing is in it."""

from pathlib import Path

import pytest

from support.core_case import build_case, select
from support.core_steps import SCHEMA, core_types

PEOPLE = """
person_id | line_of_business | payer | data_source | member_id | enrollment_start_date | enrollment_end_date
p1 | commercial | A | s | p1 | 2024-01-01 | 2024-12-31
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("schema")
    return build_case(folder, {"eligibility": PEOPLE})


@pytest.mark.parametrize("table", SCHEMA)
def test_a_table_has_the_columns_of_tables_yaml(store, table):
    built = select(store, f"SELECT column_name, column_type FROM (DESCRIBE {table})")
    assert [(c, t) for c, t in built] == [(c, t.replace(" ", "")) for c, t in core_types(table).items()]


def test_a_region_without_claims_still_has_its_people(store):
    assert select(store, "SELECT medical_months FROM person_year") == [(12,)]
    assert select(store, "SELECT method FROM attribution") == [("none",)]
