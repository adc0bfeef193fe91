"""Cautions that a run prints beside its results: limits of plausibility, and what core noticed while it built."""

from collections.abc import Iterable
from datetime import date
from importlib import resources

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml
from pydantic import BaseModel, ConfigDict

from firstcontact.engine.bind import Parameters
from firstcontact.engine.rows import Rules

UNCLASSIFIED = "the diagnosis of too many visits is not classified"
SPENDING = ("primary_care_", "total_spend", "apm_spend")
UNENROLLED = ("service_line", "claims_without_enrolment")
MOST_UNENROLLED = 0.02  # of all dollars on final lines
YEAR_ROW = 360  # a row of at least so many days is a row of a year


class Limit(BaseModel):
    """One entry of measures/cautions.yaml. `below` and `above` name parameters; `before`: rows that begin before this
    day; `strata`: kinds of strata of the region (absent: the region)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    result: str
    strata: list[str] = ["all"]
    below: str | None = None
    above: str | None = None
    before: date | None = None
    words: str


def limits() -> list[Limit]:
    text = (resources.files("firstcontact") / "measures" / "cautions.yaml").read_text(encoding="utf-8")
    return [Limit(**entry) for entry in yaml.safe_load(text)]


class Watch:
    """Keeps the region's yearly rows of the results that limits speak of, and says what lies beyond."""

    def __init__(self, parameters: Parameters) -> None:
        self.limits, self.parameters = limits(), parameters
        self.wanted = {limit.result for limit in self.limits}
        self.rows: dict[str, list[dict]] = {}

    def see(self, result_id: str, table: pa.Table) -> None:
        if result_id in self.wanted:
            self.rows[result_id] = _region_years(table)

    def speak(self, rules: Rules) -> None:
        """Pages print the words alone: the places stand in run.json, for a place can be a hidden cell."""
        for limit in self.limits:
            rows = [r for r in self.rows.get(limit.result, []) if r["stratum_kind"] in limit.strata]
            found = [_place(row) for row in rows if row["value"] is not None and self._beyond(limit, row)]
            if found:
                rules.caution(limit.result, limit.words)
                rules.places[limit.result, limit.words] = found

    def _beyond(self, limit: Limit, row: dict) -> bool:
        if limit.before:
            return row["period_start"] < limit.before
        low, high = self._parameter(limit.below, -np.inf), self._parameter(limit.above, np.inf)
        return not low <= row["value"] <= high

    def _parameter(self, name: str | None, unlimited: float) -> float:
        return float(self.parameters.get(name, str(unlimited))) if name else unlimited


def _region_years(table: pa.Table) -> list[dict]:
    days = pc.days_between(table["period_start"], table["period_end"])
    year = pc.greater(days, pa.scalar(YEAR_ROW, days.type))
    region = pc.equal(table["group_kind"].cast(pa.string()), "region")
    return table.filter(pc.and_(year, region)).to_pylist()


def _place(row: dict) -> str:
    year = str(row["period_start"].year)
    return year if row["stratum_kind"] == "all" else f"{row['stratum_kind']} {row['stratum']} {year}"


def notes(con: duckdb.DuckDBPyConnection) -> list[dict]:
    """What core noticed: kind, key, rows, amount; facts about people have `of`, the number they are counted among."""
    core = "SELECT kind, key, rows, CAST(amount AS VARCHAR) AS amount, NULL AS of FROM core_note"
    people = "SELECT 'people', note, count, NULL, total FROM person_note"
    rows = con.execute(f"{core} UNION ALL {people} ORDER BY ALL").fetchall()
    names = ("kind", "key", "rows", "amount", "of")
    return [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in rows]


def caution_notes(found: list[dict], result_ids: Iterable[str], rules: Rules, parameters: Parameters) -> None:
    """Turn notes of core into cautions of the results that they touch."""
    kinds = {(n["kind"], n["key"]) for n in found}
    ids = list(result_ids)
    if ("caution", "wellness_screen_skipped") in kinds:
        words = "wellness_screen_skipped: no wellness visit is in the data, so no physician was screened out"
        _all(rules, [i for i in ids if ".reference." in i], words)
    if any(kind == "header_amount_repeated" for kind, _ in kinds):
        words = "header_amount_repeated: some claims show one amount on every line"
        _all(rules, [i for i in ids if i.startswith(("primary_care_", "total_spend"))], words)
    least = float(parameters.get("ed_classified_caution_below", "0"))
    years = [n["key"] for n in found if n["kind"] == "ed_unclassified" and 1 - float(n["amount"]) / n["rows"] < least]
    if years:
        for result_id in (i for i in ids if i.startswith("ed_primary_care_treatable_share.")):
            rules.caution(result_id, UNCLASSIFIED)
            rules.places[result_id, UNCLASSIFIED] = years


def caution_enrolment(ledger: list[dict], found: list[dict], result_ids: Iterable[str], rules: Rules) -> None:
    """Spending is read with care where claims of many dollars fall in months without coverage."""
    left = sum(float(row["spend"] or 0) for row in ledger if (row["table_name"], row["reason"]) == UNENROLLED)
    dollars = sum(float(n.get("amount", 0)) for n in found if n["kind"] == "spend_basis")
    if dollars > 0 and left > MOST_UNENROLLED * dollars:
        words = "claims_without_enrolment: over 2 % of the dollars are of months in which the person is not covered"
        _all(rules, [i for i in result_ids if i.startswith(SPENDING)], words)


def _all(rules: Rules, ids: Iterable[str], words: str) -> None:
    for result_id in ids:
        rules.caution(result_id, words)


def shares_by_basis(found: list[dict]) -> dict[str, float]:
    """Share of spending by basis (allowed, paid plus share, paid only ...)."""
    amounts = {n["key"]: float(n.get("amount", 0)) for n in found if n["kind"] == "spend_basis"}
    total = float(np.sum(list(amounts.values()))) if amounts else 0.0
    return {key: amount / total for key, amount in sorted(amounts.items())} if total else {}
