-- One row per coverage and month: primary care visits over months of medical coverage.
SELECT m.coverage_id AS unit_id,
       m.month AS period,
       CASE (SELECT value FROM variant WHERE name = 'kind')
            WHEN 'all' THEN COALESCE(v.visits, 0)
            WHEN 'telehealth' THEN COALESCE(v.telehealth, 0)
            ELSE COALESCE(v.visits, 0) - COALESCE(v.telehealth, 0) END AS numerator,
       CASE WHEN m.medical THEN m.months ELSE 0 END AS denominator
FROM person_month AS m
LEFT JOIN (SELECT coverage_id, month, COUNT(*) AS visits, SUM(CASE WHEN is_telehealth THEN 1 ELSE 0 END) AS telehealth
           FROM visit
           WHERE is_primary_care AND in_month
           GROUP BY coverage_id, month) AS v
  ON v.coverage_id = m.coverage_id AND v.month = m.month
WHERE m.is_counted
