-- step: 87 area_year
-- scope: once
-- about: Population and roster clinicians of each area that holds no other area; area 0 has the clinicians of no known area.
WITH stated AS (
    -- The row for everyone, else the sum over the parts that are given.
    SELECT d.key AS area_id,
           p.year,
           COALESCE(SUM(p.population) FILTER (p.sex = 'all' AND p.age_band = 'all'),
                    SUM(p.population) FILTER (p.sex = 'all' AND p.age_band <> 'all'),
                    SUM(p.population) FILTER (p.sex <> 'all' AND p.age_band = 'all'),
                    SUM(p.population) FILTER (p.sex <> 'all' AND p.age_band <> 'all')) AS population
    FROM in_area_population AS p
    JOIN id_area AS d ON d.id = p.area_id
    WHERE p.race_ethnicity = 'all' AND p.income_group = 'all' AND p.population >= 0
    GROUP BY d.key, p.year
), leaf AS (
    SELECT area_id FROM area
    WHERE area_id NOT IN (SELECT parent_area_id FROM area WHERE parent_area_id IS NOT NULL)
), listed AS (
    SELECT l.area_id, y.year_start FROM leaf AS l CROSS JOIN measured_period AS y
    UNION ALL
    SELECT 0, year_start FROM measured_period
), peopled AS (
    -- Estimates lag: a year without its own takes the latest before it, else the first after it.
    SELECT l.area_id, l.year_start, CASE WHEN l.area_id = 0 THEN 0 ELSE s.population END AS population
    FROM listed AS l
    LEFT JOIN stated AS s ON s.area_id = l.area_id
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY l.area_id, l.year_start
        ORDER BY s.year > year(l.year_start), abs(s.year - year(l.year_start))) = 1
), clinicians AS (
    SELECT COALESCE(l.area_id, 0) AS area_id,
           c.year_start,
           COUNT(*) AS clinicians,
           COUNT(*) FILTER (c.class = 'physician') AS physicians,
           COUNT(*) FILTER (c.class IN ('np', 'pa')) AS np_pa,
           SUM(c.clinical_fte) AS fte
    FROM clinician_year AS c
    LEFT JOIN leaf AS l ON l.area_id = c.area_id
    WHERE c.on_roster AND c.at_mid_year
    GROUP BY COALESCE(l.area_id, 0), c.year_start
)
SELECT p.area_id,
       p.year_start,
       CAST(p.population AS BIGINT) AS population,
       CAST(COALESCE(c.clinicians, 0) AS INTEGER) AS primary_care_clinicians,
       CAST(COALESCE(c.physicians, 0) AS INTEGER) AS primary_care_physicians,
       CAST(COALESCE(c.np_pa, 0) AS INTEGER) AS primary_care_np_pa,
       CAST(COALESCE(c.fte, 0) AS DECIMAL(18, 6)) AS primary_care_fte,
       CAST(p.area_id * (SELECT multiplier FROM cell_layout WHERE attribute = 'area') AS BIGINT) AS cell_key
FROM peopled AS p
LEFT JOIN clinicians AS c ON c.area_id = p.area_id AND c.year_start = p.year_start
ORDER BY p.area_id, p.year_start
