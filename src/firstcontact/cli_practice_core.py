"""Asks the core tables of a workspace for what a practice population needs: sums by practice, no person's row."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from firstcontact import core
from firstcontact.errors import UsageError
from firstcontact.workspace import Workspace

PRACTICES = """
SELECT i.id AS practice_id, p.practice_type, a.area_name AS region
FROM practice AS p
JOIN id_practice AS i ON i.key = p.practice_id
LEFT JOIN area AS a ON a.area_id = p.area_id
ORDER BY 1
"""
MEMBERS = """
SELECT i.id AS practice_id, m.line_of_business,
       CAST(COUNT(DISTINCT CASE WHEN m.month = date_trunc('month', CAST($last AS DATE)) THEN m.person_id END) AS DOUBLE)
           AS members,
       COUNT(DISTINCT (m.person_id, m.month)) / 12.0 AS person_years
FROM person_month AS m
LEFT JOIN id_practice AS i ON i.key = m.practice_id
WHERE m.is_counted AND m.is_primary AND m.medical
  AND m.month BETWEEN date_trunc('month', CAST($first AS DATE)) AND $last
GROUP BY 1, 2 ORDER BY 1, 2
"""
VISITS = """
SELECT i.id AS practice_id, v.line_of_business, CAST(COUNT(*) AS DOUBLE) AS visits
FROM visit AS v
LEFT JOIN id_practice AS i ON i.key = v.practice_id
WHERE v.is_primary_care AND v.service_date BETWEEN $first AND $last
GROUP BY 1, 2 ORDER BY 1, 2
"""
STAFF = """
SELECT i.id AS practice_id, CASE WHEN c.class = 'physician' THEN 'md' ELSE 'np_pa' END AS role,
       CAST(SUM(c.clinical_fte) AS DOUBLE) AS fte
FROM clinician_year AS c
JOIN id_practice AS i ON i.key = c.practice_id
WHERE c.is_primary_care AND c.at_mid_year AND c.class IN ('physician', 'np', 'pa')
  AND c.year_start = date_trunc('year', CAST($last AS DATE)) AND $first <= $last
GROUP BY 1, 2 ORDER BY 1, 2
"""
PAYMENTS = """
SELECT i.id AS practice_id, p.line_of_business, CAST(SUM(p.amount) AS DOUBLE) AS amount
FROM payment AS p
LEFT JOIN id_practice AS i ON i.key = p.practice_id
WHERE p.month BETWEEN date_trunc('month', CAST($first AS DATE)) AND $last
GROUP BY 1, 2 ORDER BY 1, 2
"""
QUERIES = {"practices": PRACTICES, "members": MEMBERS, "visits": VISITS, "staff": STAFF, "payments": PAYMENTS}


def core_tables(workspace: Path, first: date, last: date) -> dict[str, pa.Table]:
    """The tables that `practice.population_from_tables` takes. Raises UsageError where the core is not built."""
    ws = Workspace.open(workspace)
    if not any((ws.store / "core").glob("*/complete.json")):
        raise UsageError(f"The core tables of {ws.root} are not built yet. Run 'firstcontact measure' first.")
    days = {"first": first, "last": last}
    with core.open_store(ws).connect() as con:
        return {
            name: con.sql(sql, params=days if "$" in sql else None).to_arrow_table() for name, sql in QUERIES.items()
        }
