"""Runs single core steps over small tables written as text: the tables before a step are given, not built.

A text table states only the columns that matter; the others are NULL. Types come from the contract for in_<table>,
from core/tables.yaml for core tables, and from the call for tables between steps.
"""

from functools import cache
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml

from firstcontact.core.reference import load_reference
from firstcontact.core.steps import load_steps
from firstcontact.workspace import Config, Workspace
from support.core_case import contract_types, rows_of

SCHEMA = yaml.safe_load(
    (resources.files("firstcontact.core") / "tables.yaml").read_text(encoding="utf-8").replace("?", "")
)


@cache
def shipped() -> dict[str, pa.Table]:
    """Code lists, weights and parameters without a workspace's own."""
    return load_reference(Workspace(Path("no-workspace"), Config())).tables()


def core_types(table: str) -> dict[str, str]:
    """Column types of a table of tables.yaml; `id KIND` is an integer."""
    return {c: "INTEGER" if t.startswith("id ") else t for c, t in SCHEMA[table]["columns"].items()}


def types_of(text: str) -> dict[str, str]:
    """Columns of a table between steps, written `name TYPE; name TYPE`."""
    return dict(column.split(maxsplit=1) for column in text.split(";"))


class Bench:
    """An in-memory database of one bucket: `give` makes tables, `run` builds steps, `read` and `lines` return rows."""

    def __init__(self, data_through: str = "2024-12-31", threads: int = 2, **parameters: str) -> None:
        self.con = duckdb.connect(config={"threads": threads})
        self.con.execute("SET enable_progress_bar = false")
        macros = {"current_bucket": "0", "bucket_count": "1", "data_through": f"DATE '{data_through}'"}
        for name, value in macros.items():
            self.con.execute(f"CREATE MACRO {name}() AS {value}")
        for table, types in contract_types().items():
            self.create(f"in_{table}", types)
        self.steps = {s.table: s for s in load_steps()}
        for name, table in shipped().items():
            self.con.register(name, table)
        self.run("calendar_month", "parameter")
        for name, value in parameters.items():
            self.con.execute("UPDATE parameter SET value = ? WHERE name = ?", [value, name])
        self.run("line_of_business")

    def create(self, table: str, types: dict[str, str]) -> None:
        columns = ", ".join(f'"{c}" {t}' for c, t in types.items())
        self.con.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")

    def give(self, table: str, text: str, types: dict[str, str] | None = None) -> "Bench":
        """Make a table of these rows. A given row may name any column of the table."""
        if types or not table.startswith("in_"):
            self.create(table, types or core_types(table))
        for row in rows_of(text):
            marks = ", ".join("?" for _ in row)
            self.con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
        return self

    def empty(self, *tables: str) -> "Bench":
        for table in tables:
            self.create(table, core_types(table))
        return self

    def codelists(self) -> "Bench":
        """The shipped code lists and emergency weights."""
        return self.run("codelist", "ed_weights")

    def dictionary(self, kind: str, *columns: str) -> None:
        """Keys by byte order over columns written `table.column`."""
        parts = [c.split(".") for c in columns]
        union = " UNION ".join(f"(SELECT {column} FROM in_{table})" for table, column in parts)
        self.con.execute(
            f"CREATE OR REPLACE TABLE id_{kind} AS SELECT CAST(ROW_NUMBER() OVER (ORDER BY id) AS INTEGER) AS key, id "
            f"FROM ({union}) AS u(id) WHERE id IS NOT NULL"
        )

    def dictionaries(self) -> "Bench":
        self.dictionary("person", "eligibility.person_id", "roster_attribution.person_id")
        self.dictionary("payer", "eligibility.payer", "non_claims_payment.payer")
        self.dictionary("plan", "eligibility.plan")
        self.dictionary("area", "area.area_id")
        self.dictionary(
            "practice", "practice.practice_id", "practice_provider.practice_id", "roster_attribution.practice_id"
        )
        self.dictionary("organization", "practice.organization_id")
        self.dictionary("npi", "practice_provider.npi", "eligibility.pcp_npi", "roster_attribution.npi", "provider.npi")
        return self

    def run(self, *tables: str) -> "Bench":
        for table in tables:
            self.con.execute(f"CREATE OR REPLACE TABLE {table} AS {self.steps[table].sql}")
        return self

    def people(self) -> "Bench":
        """All steps from the eligibility rows to the months of coverage."""
        self.dictionaries()
        return self.run(
            "area", "area_place", "practice_base", "eligibility_span", "month_rule", "person", "coverage_span",
            "shared_month", "person_month_base",
        )  # fmt: skip

    def read(self, query: str) -> list[tuple]:
        return self.con.execute(query).fetchall()

    def lines(self, query: str) -> list[str]:
        """Rows as the words of a test: columns joined by ` | `, dates as 2024-01-31, NULL empty, flags 1 and 0.

        A step's rows have no order of their own: a query that asks for none gives them in the order of their words.
        """
        found = [" | ".join(_word(v) for v in row) for row in self.read(query)]
        return found if "ORDER BY" in query else sorted(found)


def _word(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
