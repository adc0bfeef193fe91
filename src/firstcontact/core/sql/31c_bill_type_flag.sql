-- step: 31c bill_type_flag
-- scope: once
-- about: The group of a bill type by its first two characters, and its part in the bounds' packs.
SELECT code, first_day, last_day,
       list_extract([substr(r, 11) FOR r IN roles IF starts_with(r, 'tob_group_')], 1) AS tob_group,
       list_contains(roles, 'narrow_bill') AS narrow_bill,
       list_contains(roles, 'narrow_bill_out') AS narrow_bill_out,
       list_contains(roles, 'narrow_added_bill') AS narrow_added_bill,
       list_contains(roles, 'narrow_always_bill') AS narrow_always_bill,
       list_contains(roles, 'broad_bill') AS broad_bill,
       list_contains(roles, 'broad_bill_out') AS broad_bill_out,
       list_contains(roles, 'broad_added_bill') AS broad_added_bill,
       list_contains(roles, 'broad_always_bill') AS broad_always_bill,
       list_contains(roles, 'reference_bill') AS reference_bill,
       list_contains(roles, 'reference_bill_out') AS reference_bill_out,
       list_contains(roles, 'reference_added_bill') AS reference_added_bill,
       list_contains(roles, 'reference_always_bill') AS reference_always_bill
FROM code_slice
WHERE code_system = 'bill_type_prefix2'
ORDER BY code, first_day
