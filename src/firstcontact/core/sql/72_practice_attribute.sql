-- step: 72 practice_attribute
-- scope: once
-- about: Organization, type and area that come with a practice.
SELECT g.key AS practice,
       COALESCE(p.organization_id, 0) AS organization,
       COALESCE(t.key, 0) AS practice_type,
       COALESCE(p.area_id, 0) AS area
FROM group_value AS g
LEFT JOIN practice_base AS p ON p.practice_id = g.key
LEFT JOIN group_value AS t ON t.kind = 'practice_type' AND t.id = p.practice_type
WHERE g.kind = 'practice'
ORDER BY g.key
