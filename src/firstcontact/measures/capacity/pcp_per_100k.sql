-- One row per area and year: clinicians of the roster at mid-year over the people who live there.
SELECT a.area_id AS unit_id,
       a.year_start AS period,
       CAST(CASE (SELECT value FROM variant WHERE name = 'kind')
                 WHEN 'physician' THEN a.primary_care_physicians
                 WHEN 'np_pa' THEN a.primary_care_np_pa
                 WHEN 'all' THEN a.primary_care_clinicians
                 ELSE a.primary_care_fte END AS DECIMAL(18,12)) AS numerator,
       a.population AS denominator
FROM area_year AS a
WHERE a.population IS NOT NULL
