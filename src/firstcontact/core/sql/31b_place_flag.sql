-- step: 31b place_flag
-- scope: once
-- about: The group of a place of service, and its part in the bounds' packs.
SELECT code, first_day, last_day,
       list_extract([substr(r, 11) FOR r IN roles IF starts_with(r, 'pos_group_')], 1) AS pos_group,
       list_contains(roles, 'telehealth_place') AS is_telehealth,
       list_contains(roles, 'narrow_place') AS narrow_place,
       list_contains(roles, 'narrow_place_out') AS narrow_place_out,
       list_contains(roles, 'narrow_trigger_place') AS narrow_trigger_place,
       list_contains(roles, 'broad_place') AS broad_place,
       list_contains(roles, 'broad_place_out') AS broad_place_out,
       list_contains(roles, 'broad_trigger_place') AS broad_trigger_place,
       list_contains(roles, 'reference_place') AS reference_place,
       list_contains(roles, 'reference_place_out') AS reference_place_out,
       list_contains(roles, 'reference_trigger_place') AS reference_trigger_place
FROM code_slice
WHERE code_system = 'place_of_service'
ORDER BY code, first_day
