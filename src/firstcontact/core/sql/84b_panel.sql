-- step: 84b panel
-- scope: once
-- about: Attributed people of a practice or clinician in each month, and the clinicians who look after them.
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
)
SELECT p.unit_kind,
       p.unit_id,
       p.month,
       p.year_start,
       p.people,
       CAST(NULL AS DECIMAL(18, 6)) AS people_weighted,
       CAST(COALESCE(s.clinicians, 0) AS INTEGER) AS primary_care_clinicians,
       CAST(s.fte AS DECIMAL(9, 6)) AS clinical_fte
FROM people AS p
LEFT JOIN staff AS s ON s.unit_kind = p.unit_kind AND s.unit_id = p.unit_id AND s.year_start = p.year_start
ORDER BY p.unit_kind, p.unit_id, p.month
