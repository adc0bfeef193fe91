"""The contract holds every table and column of the specification, and closed models refuse what they do not know."""

import csv

import pytest

from firstcontact.contract import input_tables, load_contract
from firstcontact.contract.load import parse_table
from firstcontact.errors import FirstContactError
from firstcontact.intake.db import connect
from firstcontact.workspace import Workspace
from support.shared import SHARED

SPEC = SHARED / "specs" / "measures" / "input_contract.csv"
WORDS = ("type", "required", "unit", "null_rule", "allowed_values", "check", "severity", "origin", "notes")
MAPS = ("cclf", "ccw_rif", "ma_apcd", "fhir_eob", "omop")
needs_spec = pytest.mark.skipif(not SPEC.exists(), reason="the specs are not beside the repository (../shared/specs)")


def spec_rows():
    """(table, column, row); a_1..25 stands for 25 columns."""
    with SPEC.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, _, last = row["column"].partition("..")
            if not last:
                yield row["table"], name, row
                continue
            stem, first = name.rsplit("_", 1)
            for n in range(int(first), int(last) + 1):
                yield row["table"], f"{stem}_{n}", row


@needs_spec
def test_every_table_and_column_of_the_specification_is_in_the_contract_in_its_order():
    wanted: dict[str, list[str]] = {}
    for table, column, _ in spec_rows():
        wanted.setdefault(table, []).append(column)
    assert {name: list(table.columns) for name, table in load_contract().items()} == wanted


@needs_spec
@pytest.mark.parametrize("word", WORDS)
def test_the_words_of_a_column_are_those_of_the_specification(word):
    contract = load_contract()
    for table, name, row in spec_rows():
        assert getattr(contract[table].columns[name], word) == row[word], (table, name)


@needs_spec
def test_keys_and_mapping_notes_are_those_of_the_specification():
    contract = load_contract()
    for table, name, row in spec_rows():
        column = contract[table].columns[name]
        assert column.key == (row["key"] == "Y"), (table, name)
        assert column.map == {m: row[f"map_{m}"] for m in MAPS if row[f"map_{m}"]}, (table, name)


def test_columns_with_a_range_are_expanded():
    columns = load_contract()["medical_claim"].columns
    assert [f"procedure_code_{n}" in columns for n in (0, 1, 25, 26)] == [False, True, True, False]


def test_the_manifest_is_no_input_table():
    assert set(load_contract()) - set(input_tables()) == {"manifest"}


def test_every_enum_has_its_words():
    for table in input_tables().values():
        for column in table.columns.values():
            assert column.type != "enum" or column.values, (table.table, column.name)


def test_every_direct_identifier_of_eligibility_is_dropped_and_not_stored():
    table = load_contract()["eligibility"]
    dropped = {c.name for c in table.columns.values() if c.dropped}
    assert {"first_name", "last_name", "social_security_number", "address", "phone", "email"} <= dropped
    assert not dropped & {c.name for c in table.stored}


def test_values_of_people_are_marked_in_every_table_that_has_them():
    for table in input_tables().values():
        for name in ("person_id", "member_id", "claim_id", "birth_date", "prior_claim_id"):
            assert name not in table.columns or table.columns[name].personal, (table.table, name)


@pytest.mark.parametrize("name", sorted(input_tables()))
def test_checks_name_columns_of_their_table_and_their_sql_can_be_asked(name, tmp_path):
    table = input_tables()[name]
    con = connect(Workspace(tmp_path))
    columns = ", ".join(f"CAST(NULL AS {c.sql_type}) AS {c.name}" for c in table.stored)
    con.execute(f"CREATE VIEW {name} AS SELECT {columns}, 1 AS line")
    con.execute("SET VARIABLE data_through = NULL")
    for check in table.checks:
        assert check.column in table.columns
        assert set(check.reads) <= set(table.columns)
        assert con.execute(f"SELECT count(*) FROM {name} WHERE {check.fails}").fetchone() is not None
    for check in table.table_checks:
        assert check.column in table.columns
        assert con.execute(f"SELECT line FROM ({check.lines})").description[0][0] == "line"


COLUMN = "{type: text, required: 'N', null_rule: NULL allowed, origin: ours}"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (COLUMN.replace("type: text", "type: words"), "contract/t.yaml: columns.a.type: 'words'"),
        (COLUMN.replace("}", ", colour: red}"), "contract/t.yaml: columns.a.colour: 'red'"),
        (COLUMN.replace("origin: ours", "origin: theirs"), "contract/t.yaml: columns.a.origin: 'theirs'"),
    ],
)
def test_what_the_model_does_not_know_is_an_error_that_names_file_and_key(body, says):
    text = f"table: t\ngrain: row\nrequired_for: nothing\ncolumns:\n  a: {body}\n"
    with pytest.raises(FirstContactError) as error:
        parse_table("t", text)
    assert says in str(error.value)
