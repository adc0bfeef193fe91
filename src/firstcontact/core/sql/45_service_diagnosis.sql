-- step: 45 service_diagnosis
-- scope: bucket
-- about: Diagnoses of the claims in claim_header; a code once per claim, at its lowest position.
WITH packed AS (
    SELECT k.claim_key, l.person_id, f.diagnosis_code_type,
           COALESCE(l.diagnosis_code_1, '') || COALESCE('|' || f.other_diagnoses, '') AS codes,
           MIN(l.service_date) AS service_date
    FROM claim_line AS l
    JOIN facility_part AS f ON f.row_id = l.row_id
    JOIN claim AS k ON k.claim_hash = l.claim_hash
    WHERE k.claim_key IN (SELECT claim_key FROM claim_header)
    GROUP BY ALL
),
single AS (
    SELECT claim_key, person_id, diagnosis_code_type, service_date,
           unnest(string_split(codes, '|')) AS code, generate_subscripts(string_split(codes, '|'), 1) AS position
    FROM packed
)
SELECT claim_key, MIN(person_id) AS person_id, CAST(MIN(position) AS TINYINT) AS position, code,
       arg_min(diagnosis_code_type, position) AS code_system, MIN(service_date) AS service_date
FROM single
WHERE code <> ''
GROUP BY claim_key, code
ORDER BY claim_key, position, code
