-- step: 79 visit
-- scope: bucket
-- about: Visits with the cell of the counted month of coverage that they fall in; without one they are not in_month.
SELECT v.visit_id,
       v.person_id,
       CAST(v.person_id AS BIGINT) * 16 + l.key AS coverage_id,
       v.line_of_business,
       v.payer,
       v.clinician_npi,
       v.practice_id,
       v.service_date,
       v.month,
       v.year_start,
       v.clinician_class,
       v.is_primary_care,
       v.allowed,
       v.is_wellness,
       v.is_new_patient,
       v.is_office_or_preventive,
       v.is_telehealth,
       v.is_after_hours,
       v.is_health_centre,
       m.coverage_id IS NOT NULL AS in_month,
       m.cell_key
FROM visit_base AS v
JOIN line_of_business AS l ON l.line_of_business = v.line_of_business
LEFT JOIN person_month AS m
    ON m.coverage_id = CAST(v.person_id AS BIGINT) * 16 + l.key AND m.month = v.month AND m.is_counted
ORDER BY v.visit_id
