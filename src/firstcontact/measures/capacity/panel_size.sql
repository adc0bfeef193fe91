-- One row per practice and year: attributed people, each month a twelfth, over clinicians of the roster.
SELECT p.unit_id AS unit_id,
       p.year_start AS period,
       CAST(CAST(SUM(CASE WHEN (SELECT value FROM variant WHERE name = 'count') = 'weighted' THEN p.people_weighted
                          ELSE p.people END) AS DOUBLE) / 12 AS DECIMAL(18,12)) AS numerator,
       MAX(CASE WHEN (SELECT value FROM variant WHERE name = 'count') = 'heads' THEN p.primary_care_clinicians
                ELSE COALESCE(p.clinical_fte, 0) END) AS denominator
FROM panel AS p
WHERE p.unit_kind = 'practice'
  AND ((SELECT value FROM variant WHERE name = 'count') <> 'weighted' OR p.people_weighted IS NOT NULL)
GROUP BY p.unit_id, p.year_start
