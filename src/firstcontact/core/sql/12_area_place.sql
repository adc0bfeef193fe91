-- step: 12 area_place
-- scope: once
-- about: Which area a tract, zip code or county belongs to; a zip in several areas goes whole to the largest weight.
WITH weighted AS (
    SELECT z.zip_code, a.area_id
    FROM in_zip_area AS z
    JOIN id_area AS d ON d.id = z.area_id
    JOIN area AS a ON a.area_id = d.key
    QUALIFY ROW_NUMBER() OVER (PARTITION BY z.zip_code ORDER BY z.weight DESC, a.area_id) = 1
), itself AS (
    SELECT a.area_kind AS kind, d.id AS place, a.area_id
    FROM area AS a
    JOIN id_area AS d ON d.key = a.area_id
    WHERE a.area_kind IN ('tract', 'zip', 'county')
)
SELECT 'zip' AS kind, zip_code AS place, area_id
FROM weighted
UNION ALL
SELECT kind, place, area_id
FROM itself
WHERE kind <> 'zip' OR place NOT IN (SELECT zip_code FROM weighted)
ORDER BY kind, place
