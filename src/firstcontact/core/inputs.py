"""The live rows as the steps see them: views in_<table>, reference tables src_<name>, and the day the data reach."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import duckdb
import pyarrow as pa

from firstcontact.contract import input_tables
from firstcontact.core.attribution import load_method
from firstcontact.core.pack_model import Pack
from firstcontact.core.pack_sql import addon_join, bound_condition, list_roles, screened_out, trigger_condition
from firstcontact.core.packs import add_pack_lists, bound_packs, load_packs
from firstcontact.core.reference import Reference, load_reference
from firstcontact.workspace import Workspace

WORDS = {
    "claim_type_word": ["dental", "institutional", "professional", "undetermined", "vision"],
    "line_of_business_word": [
        "unknown", "commercial", "commercial_partial", "medicare_ffs", "medicare_advantage", "medicaid_ffs",
        "medicaid_managed", "dual_integrated", "other_public", "self_pay",
    ],
    "payer_position_word": ["primary", "secondary", "tertiary", "unknown"],
    "payment_arrangement_word": [
        "ffs", "capitated", "bundled", "global_budget", "drg", "per_diem", "other", "unknown",
    ],
    "spend_basis_word": ["allowed", "paid_plus_share", "paid_only", "encounter_zero"],
}  # fmt: skip
MAKES_VISIT = (
    "(l.claim_type = 'professional'"
    " OR (l.claim_type = 'institutional' AND b.tob_group IN ('health_centre', 'rural_health')))"
    " AND h.is_visit"
    " AND COALESCE(p.pos_group NOT IN ('inpatient', 'emergency', 'surgical_centre', 'ancillary'), true)"
)
OF_THE_FILE = ("file_name", "file_date")
ROW_TEXT = re.compile(r"/\* row text of (\w+) \*/ ''")


class Live(Protocol):
    """What the core needs of the store of checked batches."""

    data_through: date | None

    def create_views(self, con: duckdb.DuckDBPyConnection) -> None: ...


@dataclass(frozen=True)
class Inputs:
    """Everything a build reads. `register` prepares a connection for steps over all rows."""

    ws: Workspace
    live: Live
    reference: Reference
    packs: dict[str, Pack]

    @classmethod
    def of(cls, ws: Workspace, live: Live) -> "Inputs":
        """Read code lists, parameters and packs of a workspace."""
        files, reference = load_packs(ws), load_reference(ws)
        add_pack_lists(reference, files)
        return cls(ws, live, reference, bound_packs(ws, files))

    def register(self, con: duckdb.DuckDBPyConnection) -> None:
        """Create in_<table>, src_<name> and the macro data_through() on a connection."""
        self.live.create_views(con)
        for name, table in self.reference.tables().items():
            con.register(name, table)
        years = sorted(set(self.ws.config.periods.years))
        con.register("src_measured_year", pa.table({"year": pa.array(years, pa.int32())}))
        roles = list_roles(self.packs, self.reference)
        con.register("src_list_role", pa.table({"role": [r[0] for r in roles], "list": [r[1] for r in roles]}))
        for name, table in load_method(self.ws).tables().items():
            con.register(name, table)

    @property
    def macros(self) -> dict[str, str]:
        day = self.live.data_through
        return {"data_through": f"DATE '{day}'" if day else "CAST(NULL AS DATE)"}

    @property
    def types(self) -> dict[str, list[str]]:
        """Words of the closed lists of a line; the groups of places and bill types are those of the code lists."""
        groups = {
            f"{kind}_word": sorted(
                {n.removeprefix(f"{kind}_") for n in self.reference.names if n.startswith(f"{kind}_")}
            )
            for kind in ("pos_group", "tob_group")
        }
        return WORDS | {name: [*words, *({"other"} - set(words))] for name, words in groups.items()}

    @property
    def rewrite(self) -> dict[str, Callable[[str], str]]:
        return {
            "claim_candidate": _with_row_text,
            "clinician_visit": lambda sql: self._with_visits(self._with_visit_codes(sql)),
            "addon_trigger": self._with_triggers,
            "service_line": lambda sql: self._with_bounds(self._with_visits(sql)),
        }

    def _with_visits(self, sql: str) -> str:
        digital = "(h.is_visit OR h.is_digital)" if self.reference.is_on("digital_counts_as_visit") else "h.is_visit"
        return fill(sql, "makes a visit", MAKES_VISIT.replace("h.is_visit", digital))

    def _with_visit_codes(self, sql: str) -> str:
        """The codes as constants, so that the reader skips every other line."""
        return fill(sql, "codes of visits", f"l.hcpcs_code IN ({self._codes('visit_primary_care', 'visit_digital')})")

    def _codes(self, *lists: str) -> str:
        codes = sorted(set().union(*(self.reference.codes(name) for name in lists)))
        return ", ".join(f"'{c}'" for c in codes) or "''"

    def _with_triggers(self, sql: str) -> str:
        for bound, pack in self.packs.items():
            codes = self._codes(*(name for add_on in pack.add_ons for name in add_on.trigger.services))
            condition = f"l.hcpcs_code IN ({codes}) AND {trigger_condition(bound, pack)}"
            sql = fill(sql, f"trigger {bound}", condition if pack.add_ons else "false")
        return sql

    def _with_bounds(self, sql: str) -> str:
        for bound, pack in self.packs.items():
            sql = fill(sql, f"in {bound}", bound_condition(bound, pack))
            sql = sql.replace(f"/* add-on {bound} */", addon_join(bound, pack))
        return fill(sql, "screened out", screened_out(self.packs))


def _with_row_text(sql: str) -> str:
    return ROW_TEXT.sub(lambda m: _row_text(m[1]), sql)


def _row_text(view: str) -> str:
    """All contract columns as text joined by '|': what makes two rows equal, and the last tie-break."""
    stored = input_tables()[view.removeprefix("in_")].stored
    texts = [f"COALESCE(CAST(r.{c.name} AS VARCHAR), '')" for c in stored if c.name not in OF_THE_FILE]
    return f"concat_ws('|', {', '.join(texts)})"


def fill(sql: str, marker: str, text: str) -> str:
    """Put text where the SQL file has `/* marker */ value`; the value alone keeps the file a runnable query."""
    filled, count = re.subn(rf"/\* {marker} \*/ \w+", lambda _: text, sql)
    assert count, f"no marker '{marker}'"
    return filled
