-- step: 83 panel_part
-- scope: bucket
-- about: Attributed people of the bucket by practice and by clinician, in each month that counts for them.
SELECT 'practice' AS unit_kind, practice_id AS unit_id, month, year_start, COUNT(*) AS people
FROM person_month
WHERE is_primary AND practice_id IS NOT NULL
GROUP BY practice_id, month, year_start
UNION ALL
SELECT 'clinician', clinician_npi, month, year_start, COUNT(*)
FROM person_month
WHERE is_primary AND clinician_npi IS NOT NULL
GROUP BY clinician_npi, month, year_start
ORDER BY unit_kind, unit_id, month
