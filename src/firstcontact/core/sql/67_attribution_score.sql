-- step: 67 attribution_score
-- scope: bucket
-- about: Weighted visits or cents, as whole numbers, of each person and year with each clinician and practice.
SELECT v.person_id,
       w.year_start,
       w.step,
       v.practice_id,
       v.clinician_npi,
       CAST(SUM(w.weight * CASE WHEN k.by_dollars THEN CAST(GREATEST(v.allowed, 0) * 100 AS BIGINT) ELSE 1 END) AS BIGINT)
           AS score,
       CAST(COUNT(*) AS INTEGER) AS events,
       MAX(v.service_date) AS last_date
FROM visit_base AS v
JOIN attribution_month AS w ON w.month = v.month
JOIN clinician AS c ON c.npi = v.clinician_npi AND c.entity_type = 'individual'
CROSS JOIN attribution_config AS k
WHERE (v.is_primary_care OR NOT w.primary_care)
    AND (NOT v.is_telehealth OR NOT w.in_person)
    AND (v.is_wellness OR NOT w.wellness)
    AND (v.is_office_or_preventive OR NOT w.office_or_preventive)
GROUP BY v.person_id, w.year_start, w.step, v.practice_id, v.clinician_npi
ORDER BY v.person_id, w.year_start, w.step, v.practice_id, v.clinician_npi
