-- step: 73 area_attribute
-- scope: once
-- about: Deprivation and rurality that come with an area.
SELECT g.key AS area,
       COALESCE(CAST(a.deprivation_quintile AS INTEGER), 0) AS deprivation_quintile,
       COALESCE(r.key, 0) AS rurality
FROM group_value AS g
LEFT JOIN area AS a ON a.area_id = g.key
LEFT JOIN group_value AS r ON r.kind = 'rurality' AND r.id = a.rurality
WHERE g.kind = 'area'
ORDER BY g.key
