"""Asks the core tables of a workspace for the units of a survey frame: practices, clinicians, or patients."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from firstcontact import core
from firstcontact.errors import UsageError
from firstcontact.workspace import Workspace

PRACTICES = """
SELECT i.id AS unit_id, COALESCE(p.practice_type, 'unknown') AS practice_type, COALESCE(a.area_name, 'unknown') AS area,
       p.primary_care_clinicians AS size_measure, p.primary_care_clinicians > 0 AS primary_care,
       COALESCE(p.end_date < $day, false) AS closed
FROM practice AS p
JOIN id_practice AS i ON i.key = p.practice_id
LEFT JOIN area AS a ON a.area_id = p.area_id
WHERE p.start_date <= $day
ORDER BY 1
"""
CLINICIANS = """
SELECT n.id AS unit_id, i.id AS practice_id, c.class AS clinician_class, COALESCE(a.area_name, 'unknown') AS area
FROM clinician_year AS c
JOIN id_npi AS n ON n.key = c.npi
LEFT JOIN id_practice AS i ON i.key = c.practice_id
LEFT JOIN area AS a ON a.area_id = c.area_id
WHERE c.is_primary_care AND c.on_roster
  AND c.year_start = (SELECT MAX(year_start) FROM clinician_year WHERE year_start <= $day)
ORDER BY 1
"""
# A person stands with the practice of the last month on or before the day; only visits there count as seen.
PATIENTS = """
WITH last_month AS (
    SELECT person_id, practice_id, line_of_business
    FROM person_month
    WHERE is_primary AND is_counted AND month <= $day AND practice_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY month DESC) = 1
)
SELECT n.id AS unit_id, i.id AS practice_id, CAST(p.birth_date AS DATE) AS birth_date, p.sex AS sex,
       m.line_of_business AS line_of_business, NULLIF(p.language, 'unknown') AS preferred_language,
       COALESCE(p.death_date <= $day, false) AS deceased, MAX(v.service_date) AS last_visit
FROM last_month AS m
JOIN person AS p ON p.person_id = m.person_id
JOIN id_person AS n ON n.key = m.person_id
JOIN id_practice AS i ON i.key = m.practice_id
JOIN visit AS v
  ON v.person_id = m.person_id AND v.practice_id = m.practice_id AND v.is_primary_care AND v.service_date <= $day
GROUP BY ALL
ORDER BY 1
"""
UNITS = {"practice": PRACTICES, "clinician": CLINICIANS, "patient": PATIENTS}


def frame_units(workspace: Path, kind: str, as_of: date) -> pa.Table:
    """The table that `survey.sampling.make_frame` takes: one row per unit of the kind on the day.

    Claims do not say how a person can be reached: join mail, e-mail and telephone before inviting anybody.
    """
    if kind not in UNITS:
        raise UsageError(f"--kind '{kind}' is not one of {', '.join(UNITS)}.")
    with core.open_store(Workspace.open(workspace)).connect() as con:
        return con.sql(UNITS[kind], params={"day": as_of}).to_arrow_table()
