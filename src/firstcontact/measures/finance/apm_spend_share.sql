-- One row per payment and year, and one per coverage and year: dollars in the variant's categories over classified dollars.
SELECT p.payment_id AS unit_id,
       p.year_start AS period,
       SUM(CASE WHEN (SELECT value FROM variant WHERE name = 'set') = 'linked_to_quality_or_more'
                     AND p.apm_category IN ('2A', '2B', '2C', '3A', '3B', '4A', '4B', '4C') THEN p.amount
                WHEN (SELECT value FROM variant WHERE name = 'set') = 'two_sided_or_population'
                     AND p.apm_category IN ('3B', '4A', '4B', '4C') THEN p.amount
                WHEN (SELECT value FROM variant WHERE name = 'set') = 'population_based'
                     AND p.apm_category IN ('4A', '4B', '4C') THEN p.amount
                ELSE 0 END) AS numerator,
       SUM(p.amount) AS denominator
FROM payment AS p
WHERE p.apm_category IN (SELECT code FROM codelist WHERE list = 'apm_category')
GROUP BY p.payment_id, p.year_start
UNION ALL
SELECT m.coverage_id AS unit_id,
       m.year_start AS period,
       CASE WHEN (SELECT value FROM variant WHERE name = 'set') = 'linked_to_quality_or_more'
            THEN COALESCE(s.apm_3a, 0) + COALESCE(s.apm_4b, 0)
            ELSE COALESCE(s.apm_4b, 0) END AS numerator,
       COALESCE(s.classified, 0) AS denominator
FROM coverage_year AS m
LEFT JOIN (SELECT coverage_id, year_start, SUM(apm_3a) AS apm_3a, SUM(apm_4b) AS apm_4b,
                  SUM(apm_1 + apm_3a + apm_4b) AS classified
           FROM spend_cube
           GROUP BY coverage_id, year_start) AS s
  ON s.coverage_id = m.coverage_id AND s.year_start = m.year_start
