-- One row per person and year with enough counted months: was there a preventive visit, by any clinician?
SELECT m.person_id AS unit_id,
       m.year_start AS period,
       CASE WHEN COALESCE(v.visits, 0) > 0
                 AND m.age_at_year_end BETWEEN (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_from')
                                           AND (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_to')
            THEN 1 ELSE 0 END AS numerator,
       CASE WHEN m.age_at_year_end BETWEEN (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_from')
                                       AND (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_to')
            THEN 1 ELSE 0 END AS denominator
FROM person_year AS m
LEFT JOIN (SELECT person_id, year_start, COUNT(*) AS visits
           FROM visit
           WHERE is_wellness
           GROUP BY person_id, year_start) AS v
  ON v.person_id = m.person_id AND v.year_start = m.year_start
WHERE m.medical_months >= (SELECT CAST(value AS INTEGER) FROM parameter WHERE name = 'min_months')
