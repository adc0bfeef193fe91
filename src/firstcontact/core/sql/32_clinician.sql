-- step: 32 clinician
-- scope: once
-- about: One row per NPI of the provider file. The class comes from explicit taxonomy lists of the primary taxonomy.
WITH given AS (
    SELECT n.key, p.*
    FROM in_provider AS p
    JOIN id_npi AS n ON n.id = p.npi
    QUALIFY row_number() OVER (
        PARTITION BY n.key
        ORDER BY p.primary_care_override IS NULL, p.primary_taxonomy_code IS NULL, p.data_source, p.entity_type,
                 p.primary_taxonomy_code, p.deactivation_date, p.birth_year, p.medicare_specialty_code) = 1
)
SELECT g.key AS npi,
       COALESCE(g.entity_type, 'unknown') AS entity_type,
       g.primary_taxonomy_code,
       g.medicare_specialty_code,
       CAST(g.birth_year AS INTEGER) AS birth_year,
       g.primary_care_override AS override,
       g.deactivation_date,
       CASE WHEN list_contains(s.roles, 'class_physician') THEN 'physician'
            WHEN list_contains(s.roles, 'class_np') THEN 'np'
            WHEN list_contains(s.roles, 'class_pa') THEN 'pa'
            WHEN list_contains(s.roles, 'class_cns') THEN 'cns'
            ELSE 'other' END AS class
FROM given AS g
LEFT JOIN code_slice AS s
  ON s.code_system = 'nucc' AND s.code = g.primary_taxonomy_code AND s.last_day = DATE '9999-12-31'
ORDER BY g.key
