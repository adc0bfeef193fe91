-- step: 02g id_area
-- scope: once
-- about: Key of each area id; the region itself is no area.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT area_id AS id FROM in_area WHERE area_kind <> 'region'
)
WHERE id IS NOT NULL
ORDER BY key
