-- step: 39a telehealth_modifiers
-- scope: bucket
-- about: The combinations of modifiers in the bucket that hold a telehealth modifier, with the days on which they do.
WITH combination AS (
    SELECT DISTINCT modifiers FROM claim_part WHERE modifiers IS NOT NULL
),
part AS (
    SELECT modifiers, unnest(string_split(modifiers, ',')) AS code FROM combination
)
SELECT p.modifiers, MIN(s.first_day) AS first_day, MAX(s.last_day) AS last_day
FROM part AS p
JOIN code_slice AS s
  ON s.code_system = 'hcpcs_modifier' AND s.code = p.code AND list_contains(s.roles, 'telehealth_modifier')
GROUP BY p.modifiers
ORDER BY p.modifiers
