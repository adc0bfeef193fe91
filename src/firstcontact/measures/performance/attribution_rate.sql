-- One row per eligible coverage and year: has it an attributed clinician or practice, and by which method?
SELECT a.coverage_id AS unit_id,
       a.year_start AS period,
       CASE WHEN a.clinician_npi IS NULL AND a.practice_id IS NULL THEN 0
            WHEN (SELECT value FROM variant WHERE name = 'method') = 'all' THEN 1
            WHEN (SELECT value FROM variant WHERE name = 'method') = 'fallback' AND a.method LIKE 'fallback%' THEN 1
            WHEN (SELECT value FROM variant WHERE name = 'method') = a.method THEN 1
            ELSE 0 END AS numerator,
       1 AS denominator
FROM attribution AS a
WHERE a.is_eligible
