-- step: 31a hcpcs_flag
-- scope: once
-- about: What a procedure code says on a service date: one flag per list of core and per part of the bounds' packs.
SELECT code, first_day, last_day,
       list_contains(roles, 'visit_primary_care') AS is_visit,
       list_contains(roles, 'visit_digital') AS is_digital,
       list_contains(roles, 'wellness_visit') AS is_wellness,
       list_contains(roles, 'new_patient_visit') AS is_new_patient,
       list_contains(roles, 'telehealth_service') AS is_telehealth,
       list_contains(roles, 'after_hours_service') AS is_after_hours,
       list_contains(roles, 'ed_service') AS is_ed,
       list_contains(roles, 'em_inpatient') AS is_em_inpatient,
       list_contains(roles, 'em_outpatient') AS is_em_outpatient,
       list_contains(roles, 'narrow_service') AS narrow_service,
       list_contains(roles, 'narrow_trigger') AS narrow_trigger,
       list_contains(roles, 'narrow_added') AS narrow_added,
       list_contains(roles, 'narrow_always') AS narrow_always,
       list_contains(roles, 'narrow_history') AS narrow_history,
       list_contains(roles, 'broad_service') AS broad_service,
       list_contains(roles, 'broad_trigger') AS broad_trigger,
       list_contains(roles, 'broad_added') AS broad_added,
       list_contains(roles, 'broad_always') AS broad_always,
       list_contains(roles, 'broad_history') AS broad_history,
       list_contains(roles, 'reference_service') AS reference_service,
       list_contains(roles, 'reference_trigger') AS reference_trigger,
       list_contains(roles, 'reference_added') AS reference_added,
       list_contains(roles, 'reference_always') AS reference_always,
       list_contains(roles, 'reference_history') AS reference_history
FROM code_slice
WHERE code_system = 'hcpcs'
ORDER BY code, first_day
