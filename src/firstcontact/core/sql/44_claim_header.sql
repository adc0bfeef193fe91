-- step: 44 claim_header
-- scope: bucket
-- about: One row per institutional claim and per claim with an emergency line, from its final lines. Codes are of the lowest line that has one.
WITH line AS (
    SELECT k.claim_key, l.claim_line_number, l.diagnosis_code_1, COALESCE(l.facility_npi, l.billing_npi) AS facility, f.*
    FROM claim_line AS l
    JOIN facility_part AS f ON f.row_id = l.row_id
    JOIN claim AS k ON k.claim_hash = l.claim_hash
),
stay AS (
    SELECT claim_key,
           MIN(claim_start_date) AS claim_start_date, MAX(claim_end_date) AS claim_end_date,
           MIN(admission_date) AS admission_date, MAX(discharge_date) AS discharge_date,
           arg_min(admit_source_code, claim_line_number) AS admit_source_code,
           arg_min(admit_type_code, claim_line_number) AS admit_type_code,
           arg_min(discharge_disposition_code, claim_line_number) AS discharge_disposition_code,
           arg_min(drg_code, claim_line_number) AS drg_code,
           arg_min(facility, claim_line_number) AS facility,
           arg_min(diagnosis_code_1, claim_line_number) AS principal_dx
    FROM line
    GROUP BY claim_key
),
total AS (
    SELECT claim_key,
           MIN(person_id) AS person_id, MIN(claim_type) AS claim_type,
           arg_min(payer, service_line_id) AS payer, arg_min(line_of_business, service_line_id) AS line_of_business,
           arg_min(tob_group, service_line_id) AS tob_group,
           bool_or(is_room_and_board) AS has_room_and_board,
           bool_or(is_ed_service OR is_ed_revenue) AS has_emergency,
           SUM(spend_amount) AS spend
    FROM service_line
    WHERE claim_type = 'institutional' OR pos_group = 'emergency'
    GROUP BY claim_key
)
SELECT t.claim_key, t.person_id, t.claim_type, t.payer, t.line_of_business,
       s.claim_start_date, s.claim_end_date, s.admission_date, s.discharge_date, s.admit_source_code, s.admit_type_code,
       s.discharge_disposition_code, s.drg_code, s.facility, t.tob_group, t.has_room_and_board, s.principal_dx,
       CAST(t.spend AS DECIMAL(18,2)) AS spend
FROM total AS t
JOIN stay AS s ON s.claim_key = t.claim_key
WHERE t.claim_type = 'institutional' OR t.has_emergency
ORDER BY t.claim_key
