-- step: 13 practice_base
-- scope: once
-- about: One row per practice, as its latest span describes it, with the area it stands in.
WITH latest AS (
    SELECT d.key, p.*
    FROM in_practice AS p
    JOIN id_practice AS d ON d.id = p.practice_id
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY d.key ORDER BY p.start_date DESC, p.end_date DESC NULLS FIRST, p.practice_name) = 1
)
SELECT p.key AS practice_id,
       p.practice_name,
       o.key AS organization_id,
       p.organization_name,
       p.practice_type,
       p.zip_code,
       COALESCE(t.area_id, z.area_id, c.area_id) AS area_id,
       p.latitude,
       p.longitude,
       p.accepting_new_patients,
       p.accepting_as_of,
       p.start_date,
       p.end_date
FROM latest AS p
LEFT JOIN id_organization AS o ON o.id = p.organization_id
LEFT JOIN area_place AS t ON t.kind = 'tract' AND t.place = p.census_tract
LEFT JOIN area_place AS z ON z.kind = 'zip' AND z.place = p.zip_code
LEFT JOIN area_place AS c ON c.kind = 'county' AND c.place = p.county_fips
ORDER BY p.key
