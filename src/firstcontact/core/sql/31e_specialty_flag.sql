-- step: 31e specialty_flag
-- scope: once
-- about: The part of a claim-reported specialty in the bounds' packs. Specialties are never expanded to taxonomies.
SELECT code, first_day, last_day,
       list_contains(roles, 'narrow_clinician') AS narrow_clinician,
       list_contains(roles, 'narrow_exempt') AS narrow_exempt,
       list_contains(roles, 'broad_clinician') AS broad_clinician,
       list_contains(roles, 'broad_exempt') AS broad_exempt,
       list_contains(roles, 'reference_clinician') AS reference_clinician,
       list_contains(roles, 'reference_exempt') AS reference_exempt
FROM code_slice
WHERE code_system = 'cms_specialty'
ORDER BY code, first_day
