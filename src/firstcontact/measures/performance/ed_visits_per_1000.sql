-- One row per person and month: emergency visits over months of medical coverage.
SELECT m.person_id AS unit_id,
       m.month AS period,
       CASE WHEN (SELECT value FROM variant WHERE name = 'kind') = 'all' THEN COALESCE(e.visits, 0)
            ELSE COALESCE(e.released, 0) END AS numerator,
       CASE WHEN m.medical THEN 1 ELSE 0 END AS denominator
FROM person_month AS m
LEFT JOIN (SELECT person_id, month, COUNT(*) AS visits, SUM(CASE WHEN treat_and_release THEN 1 ELSE 0 END) AS released
           FROM ed_visit
           WHERE in_month
           GROUP BY person_id, month) AS e
  ON e.person_id = m.person_id AND e.month = m.month
WHERE m.is_primary
