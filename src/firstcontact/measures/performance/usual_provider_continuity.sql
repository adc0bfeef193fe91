-- One row per person and year with enough counted months: the share of visits with the clinician (or practice) seen most.
SELECT m.person_id AS unit_id,
       m.year_start AS period,
       CASE WHEN (SELECT value FROM variant WHERE name = 'level') = 'clinician'
            THEN CASE WHEN c.visits >= (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'min_visits')
                      THEN CAST(CAST(c.most AS DOUBLE) / NULLIF(CAST(c.visits AS DOUBLE), 0) AS DECIMAL(18,12))
                      ELSE 0 END
            ELSE CASE WHEN k.visits >= (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'min_visits')
                      THEN CAST(CAST(k.most AS DOUBLE) / NULLIF(CAST(k.visits AS DOUBLE), 0) AS DECIMAL(18,12))
                      ELSE 0 END
            END AS numerator,
       CASE WHEN (SELECT value FROM variant WHERE name = 'level') = 'clinician'
            THEN CASE WHEN c.visits >= (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'min_visits')
                      THEN 1 ELSE 0 END
            ELSE CASE WHEN k.visits >= (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'min_visits')
                      THEN 1 ELSE 0 END
            END AS denominator
FROM person_year AS m
LEFT JOIN (SELECT person_id, year_start, SUM(n) AS visits, MAX(n) AS most, SUM(n * n) AS squares
           FROM (SELECT person_id, year_start, clinician_npi, COUNT(*) AS n
                 FROM visit
                 WHERE is_primary_care AND clinician_npi IS NOT NULL
                   AND ((SELECT CAST(value AS BOOLEAN) FROM parameter WHERE name = 'include_telehealth') OR NOT is_telehealth)
                 GROUP BY person_id, year_start, clinician_npi) AS by_clinician
           GROUP BY person_id, year_start) AS c
  ON c.person_id = m.person_id AND c.year_start = m.year_start
LEFT JOIN (SELECT person_id, year_start, SUM(n) AS visits, MAX(n) AS most, SUM(n * n) AS squares
           FROM (SELECT person_id, year_start, practice_id, COUNT(DISTINCT service_date) AS n
                 FROM visit
                 WHERE is_primary_care AND clinician_npi IS NOT NULL AND practice_id IS NOT NULL
                   AND ((SELECT CAST(value AS BOOLEAN) FROM parameter WHERE name = 'include_telehealth') OR NOT is_telehealth)
                 GROUP BY person_id, year_start, practice_id) AS by_practice
           GROUP BY person_id, year_start) AS k
  ON k.person_id = m.person_id AND k.year_start = m.year_start
WHERE m.medical_months >= 12 - (SELECT CAST(value AS INTEGER) FROM parameter WHERE name = 'continuity_gap_months')
