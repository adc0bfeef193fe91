-- One row per coverage and month: prescriptions filled over months of pharmacy coverage.
SELECT m.coverage_id AS unit_id,
       m.month AS period,
       CAST(CASE (SELECT value FROM variant WHERE name = 'count')
                 WHEN 'fills' THEN COALESCE(f.fills, 0)
                 ELSE COALESCE(f.fills_30, 0) END AS DECIMAL(18,6)) AS numerator,
       CASE WHEN m.pharmacy THEN m.months ELSE 0 END AS denominator
FROM person_month AS m
LEFT JOIN (SELECT coverage_id, month, COUNT(*) AS fills, SUM(fills_30) AS fills_30
           FROM rx_fill
           WHERE in_month
           GROUP BY coverage_id, month) AS f
  ON f.coverage_id = m.coverage_id AND f.month = m.month
WHERE m.is_counted
