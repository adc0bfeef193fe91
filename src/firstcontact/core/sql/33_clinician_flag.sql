-- step: 33 clinician_flag
-- scope: once
-- about: The part of each NPI in the bounds' packs and in the roster, by its primary taxonomy, or any when use_secondary_taxonomy is true.
-- names_no_field: a nurse practitioner or physician assistant whose taxonomy does not name a field of care.
WITH taxonomy AS (
    SELECT n.key AS npi, primary_taxonomy_code AS code FROM in_provider AS p JOIN id_npi AS n ON n.id = p.npi
    UNION
    SELECT n.key, unnest([taxonomy_2, taxonomy_3, taxonomy_4, taxonomy_5, taxonomy_6, taxonomy_7, taxonomy_8, taxonomy_9, taxonomy_10, taxonomy_11, taxonomy_12, taxonomy_13, taxonomy_14, taxonomy_15])
    FROM in_provider AS p JOIN id_npi AS n ON n.id = p.npi
    WHERE (SELECT value FROM parameter WHERE name = 'use_secondary_taxonomy') = 'true'
),
held AS (
    SELECT t.npi, list_distinct(flatten(list(s.roles))) AS roles
    FROM taxonomy AS t
    JOIN code_slice AS s ON s.code_system = 'nucc' AND s.code = t.code AND s.last_day = DATE '9999-12-31'
    GROUP BY t.npi
),
own AS (
    SELECT c.*, COALESCE(h.roles, []) AS roles FROM clinician AS c LEFT JOIN held AS h ON h.npi = c.npi
)
SELECT npi, class, override,
       entity_type = 'individual' AS is_individual,
       list_contains(roles, 'narrow_clinician') AS narrow_clinician,
       list_contains(roles, 'narrow_exempt') AS narrow_exempt,
       list_contains(roles, 'narrow_facility') AS narrow_facility,
       list_contains(roles, 'broad_clinician') AS broad_clinician,
       list_contains(roles, 'broad_exempt') AS broad_exempt,
       list_contains(roles, 'broad_facility') AS broad_facility,
       list_contains(roles, 'reference_clinician') AS reference_clinician,
       list_contains(roles, 'reference_exempt') AS reference_exempt,
       list_contains(roles, 'reference_facility') AS reference_facility,
       list_contains(roles, 'roster_taxonomy') AS is_roster,
       list_contains(roles, 'pc_taxonomy_core') AS is_core,
       list_has_any(roles, ['pc_taxonomy_ext_np_general', 'pc_taxonomy_ext_pa'])
           AND NOT list_contains(roles, 'pc_taxonomy_core') AS names_no_field
FROM own
ORDER BY npi
