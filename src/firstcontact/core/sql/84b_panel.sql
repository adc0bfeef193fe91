-- step: 84b panel
-- scope: once
-- about: Attributed people of a practice or clinician in each month, and the clinicians who look after them; all of the roster, also with nobody.
WITH people AS (
    SELECT unit_kind, unit_id, month, year_start, CAST(SUM(people) AS INTEGER) AS people
    FROM panel_part
    GROUP BY unit_kind, unit_id, month, year_start
), staff AS (
    SELECT 'practice' AS unit_kind, practice_id AS unit_id, year_start, COUNT(*) AS clinicians, SUM(clinical_fte) AS fte
    FROM practice_roster
    GROUP BY practice_id, year_start
    UNION ALL
    SELECT 'clinician', npi, year_start, 1, CAST(clinical_fte AS DECIMAL(9, 6))
    FROM clinician_year
    WHERE on_roster
),
-- Clinicians without attributed people are supply all the same.
grid AS (
    SELECT unit_kind, unit_id, month, year_start FROM people
    UNION
    SELECT s.unit_kind, s.unit_id, m.month, s.year_start
    FROM staff AS s
    JOIN calendar_month AS m ON m.month BETWEEN s.year_start AND make_date(year(s.year_start), 12, 1)
)
SELECT g.unit_kind,
       g.unit_id,
       g.month,
       g.year_start,
       COALESCE(p.people, 0) AS people,
       CAST(NULL AS DECIMAL(18, 6)) AS people_weighted,
       CAST(COALESCE(s.clinicians, 0) AS INTEGER) AS primary_care_clinicians,
       CAST(s.fte AS DECIMAL(9, 6)) AS clinical_fte
FROM grid AS g
LEFT JOIN people AS p ON p.unit_kind = g.unit_kind AND p.unit_id = g.unit_id AND p.month = g.month
LEFT JOIN staff AS s ON s.unit_kind = g.unit_kind AND s.unit_id = g.unit_id AND s.year_start = g.year_start
ORDER BY g.unit_kind, g.unit_id, g.month
