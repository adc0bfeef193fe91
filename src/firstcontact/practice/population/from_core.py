"""The three population files from what a region's own data can say. Source: practice-model README 2.2."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from firstcontact.practice.population.columns import PAYERS_TABLE, PRACTICES, STAFF

PAYER_OF_LINE = {
    "medicare_ffs": "medicare",
    "medicare_advantage": "medicare_advantage",
    "dual_integrated": "medicare_advantage",
    "medicaid_ffs": "medicaid",
    "medicaid_managed": "medicaid",
    "commercial": "commercial",
    "commercial_partial": "commercial",
    "self_pay": "uninsured",
}
SETTING_OF_TYPE = {
    "independent": "independent",
    "hospital_owned": "system",
    "academic": "system",
    "health_centre": "fqhc",
}
PROSPECTIVE = "x_prospective_usd_year"
WHY = {
    "setting": "the type of the practice does not say whether it is independent, part of a system or a health centre",
    "specialty": "claims do not say whom the practice serves: adult_primary_care, pediatrics or family",
    "overhead_usd_year": "fixed cost without staff: from the practice's own books",
    "physician_pay_usd_year": "pay per FTE physician: from your own survey",
    "cash_start_usd": "cash on hand; left empty, the parameter cash_on_hand_weeks stands in",
    "variable_cost_per_visit_usd": "left empty, the parameter variable_cost_per_visit stands in",
    "fte of md": "no FTE of physicians is known for the practice; the run needs it",
    "wage_loaded_usd_year": "wage with benefits of the role: from the practice's own books",
}


@dataclass(frozen=True)
class CorePopulation:
    """`practices`, `payers`, `staff`: the columns of the population files, NULL where the data cannot say.

    `todo`: one row per missing value: practice_id, table, column, why. `set_aside`: rows of the input that found no
    payer or practice, by reason, so that rows in = rows used + rows set aside.
    """

    practices: pa.Table
    payers: pa.Table
    staff: pa.Table
    todo: pa.Table
    set_aside: Mapping[str, int]


def population_from_tables(
    practices: pa.Table,
    members: pa.Table,
    visits: pa.Table,
    staff: pa.Table,
    payments: pa.Table,
    first: date,
    last: date,
) -> CorePopulation:
    """The population of the practices that have attributed members on the last day.

    `practices`: practice_id, practice_type, region. `members`: practice_id, line_of_business, members (attributed at
    the end), person_years (attributed, first to last). `visits`: practice_id, line_of_business, visits (primary care,
    first to last). `staff`: practice_id, role (md, np_pa), fte. `payments`: practice_id, line_of_business, amount
    (prospective USD, first to last). Lines of business become payers; money becomes a yearly amount in the column
    x_prospective_usd_year, for information.
    """
    aside: dict[str, int] = {}
    panel = _by_payer(members, "members", aside)
    years = _by_payer(members, "person_years", {})
    seen, paid = _by_payer(visits, "visits", aside), _by_payer(payments, "amount", aside)
    fte = {(r["practice_id"], r["role"]): float(r["fte"]) for r in staff.to_pylist() if r["fte"] is not None}
    chosen = sorted({practice for practice, _ in panel})
    attributes = {r["practice_id"]: r for r in practices.to_pylist()}
    span = ((last.year - first.year) * 12 + last.month - first.month + 1) / 12
    practice_rows = [_practice(name, attributes.get(name, {})) for name in chosen]
    payer_rows = [_payer(key, panel[key], years, seen, paid, span) for key in sorted(panel)]
    staff_rows = [{"practice_id": p, "role": role, "fte": fte[p, role]} for p, role in sorted(fte) if p in set(chosen)]
    return CorePopulation(
        _table(practice_rows, PRACTICES),
        _table(payer_rows, (*PAYERS_TABLE, PROSPECTIVE)),
        _table(staff_rows, STAFF),
        _todo(practice_rows, staff_rows),
        dict(sorted(aside.items())),
    )


def _by_payer(table: pa.Table, value: str, aside: dict[str, int]) -> dict[tuple[str, str], float]:
    """Sums by practice and payer; rows without a practice, or with a line that is no payer, are counted in `aside`."""
    sums: dict[tuple[str, str], float] = {}
    for row in table.to_pylist():
        practice, line, number = row["practice_id"], row["line_of_business"], row[value]
        payer = PAYER_OF_LINE.get(line)
        if practice is None or payer is None:
            reason = f"{value} without a practice" if practice is None else f"{value} of {line}: no payer of the model"
            aside[reason] = aside.get(reason, 0) + 1
            continue
        sums[practice, payer] = sums.get((practice, payer), 0.0) + float(number or 0)
    return sums


def _practice(name: str, attributes: Mapping[str, str | None]) -> dict[str, object]:
    return {
        "practice_id": name,
        "region": attributes.get("region") or "unknown",
        "setting": SETTING_OF_TYPE.get(attributes.get("practice_type") or ""),
        "weight": 1.0,
    }


def _payer(
    key: tuple[str, str],
    panel: float,
    years: Mapping[tuple[str, str], float],
    visits: Mapping[tuple[str, str], float],
    paid: Mapping[tuple[str, str], float],
    span: float,
) -> dict[str, object]:
    per_year = visits.get(key, 0.0) / years[key] if years.get(key) else 0.0
    return {
        "practice_id": key[0],
        "payer": key[1],
        "panel": panel,
        "visits_per_patient_year": round(per_year, 6),
        "risk": 1.0,
        PROSPECTIVE: round(paid[key] / span, 2) if key in paid else None,
    }


def _todo(practices: Iterable[Mapping[str, object]], staff: Iterable[Mapping[str, object]]) -> pa.Table:
    """Every empty value that the user may or must fill."""
    with_md = {row["practice_id"] for row in staff if row["role"] == "md"}
    rows = []
    for practice in practices:
        name = practice["practice_id"]
        for column in WHY:
            if column in PRACTICES and practice.get(column) is None:
                rows.append((name, "practices", column, WHY[column]))
        if name not in with_md:
            rows.append((name, "staff", "fte", WHY["fte of md"]))
    for row in staff:
        if row["role"] != "md":
            rows.append((row["practice_id"], "staff", "wage_loaded_usd_year", WHY["wage_loaded_usd_year"]))
    columns = ("practice_id", "table", "column", "why")
    return _table([dict(zip(columns, row, strict=True)) for row in sorted(rows)], columns)


def _table(rows: list[Mapping[str, object]], columns: tuple[str, ...]) -> pa.Table:
    numbers = {float, int, Decimal}
    kinds = {c: next((type(r[c]) for r in rows if r.get(c) is not None), str) for c in columns}
    schema = pa.schema([(c, pa.float64() if kinds[c] in numbers else pa.string()) for c in columns])
    return pa.Table.from_pylist([{c: r.get(c) for c in columns} for r in rows], schema)
