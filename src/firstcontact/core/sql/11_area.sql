-- step: 11 area
-- scope: once
-- about: One row per area. A quintile that is not given, or is none, is cut on population, 1 the most deprived, ties by area id.
WITH listed AS (
    SELECT d.key, a.*
    FROM in_area AS a
    JOIN id_area AS d ON d.id = a.area_id
    WHERE a.area_kind <> 'region'
    QUALIFY ROW_NUMBER() OVER (PARTITION BY d.key ORDER BY a.area_kind, a.area_name) = 1
), people AS (
    SELECT area_id, population
    FROM in_area_population
    WHERE sex = 'all' AND age_band = 'all' AND race_ethnicity = 'all' AND income_group = 'all' AND population >= 0
    QUALIFY ROW_NUMBER() OVER (PARTITION BY area_id ORDER BY year DESC, source) = 1
), ranked AS (
    SELECT l.key,
           p.population,
           SUM(p.population) OVER (PARTITION BY l.area_kind ORDER BY l.deprivation_index DESC, l.key) AS up_to_here,
           SUM(p.population) OVER (PARTITION BY l.area_kind) AS everybody
    FROM listed AS l
    JOIN people AS p ON p.area_id = l.area_id
    WHERE l.deprivation_index IS NOT NULL
), cut AS (
    -- An area belongs to the fifth that holds its middle inhabitant: whole numbers, so every engine agrees.
    SELECT key, CASE WHEN everybody > 0 THEN LEAST(5, 1 + (5 * (2 * up_to_here - population)) // (2 * everybody)) END AS quintile
    FROM ranked
), rural AS (
    SELECT key, rurality_code, floor(TRY_CAST(rurality_code AS DOUBLE)) AS commuting_code
    FROM listed
)
SELECT l.key AS area_id,
       l.area_name,
       l.area_kind,
       NULLIF(parent.key, l.key) AS parent_area_id,
       l.deprivation_index,
       CAST(COALESCE(CASE WHEN l.deprivation_quintile BETWEEN 1 AND 5 THEN l.deprivation_quintile END, c.quintile) AS TINYINT)
           AS deprivation_quintile,
       CASE
           WHEN r.rurality_code IN ('urban', 'large_rural', 'small_rural', 'isolated') THEN r.rurality_code
           WHEN r.commuting_code BETWEEN 1 AND 3 THEN 'urban'
           WHEN r.commuting_code BETWEEN 4 AND 6 THEN 'large_rural'
           WHEN r.commuting_code BETWEEN 7 AND 9 THEN 'small_rural'
           WHEN r.commuting_code = 10 THEN 'isolated'
       END AS rurality,
       l.latitude,
       l.longitude
FROM listed AS l
JOIN rural AS r ON r.key = l.key
LEFT JOIN cut AS c ON c.key = l.key
LEFT JOIN id_area AS parent ON parent.id = l.parent_area_id
ORDER BY l.key
