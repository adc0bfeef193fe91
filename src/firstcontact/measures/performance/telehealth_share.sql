-- One row per primary care visit: was it by telehealth?
SELECT v.visit_id AS unit_id,
       v.month AS period,
       CASE WHEN v.is_telehealth THEN 1 ELSE 0 END AS numerator,
       1 AS denominator
FROM visit AS v
WHERE v.is_primary_care AND v.in_month
