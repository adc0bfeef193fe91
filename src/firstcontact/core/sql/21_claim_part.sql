-- step: 21 claim_part
-- scope: partition
-- about: Medical claim line versions with integer keys, by person bucket: what every line needs, nothing that only a few lines need.
-- is_odd: the line's status, version or prior claim may change what becomes of its claim (see claim_candidate).
WITH raw AS (
    SELECT *, COALESCE(claim_line_start_date, claim_start_date) AS service_date,
           concat_ws(',', hcpcs_modifier_1, hcpcs_modifier_2, hcpcs_modifier_3, hcpcs_modifier_4, hcpcs_modifier_5) AS modifiers
    FROM in_medical_claim
)
SELECT p.key % bucket_count() AS bucket,
       CAST(r.file_key AS BIGINT) * 1099511627776 + r.line AS row_id,
       hash(r.data_source, r.claim_type, r.claim_id) AS claim_hash,
       r.claim_id,
       CAST(LEAST(r.claim_line_number, 2147483647) AS INTEGER) AS claim_line_number,
       CAST(r.claim_type AS claim_type_word) AS claim_type,
       s.key AS data_source,
       p.key AS person_id,
       y.key AS payer,
       l.key AS plan,
       TRY_CAST(r.line_of_business AS line_of_business_word) AS line_of_business,
       COALESCE(r.claim_status NOT IN ('final', 'original'), false) OR COALESCE(r.claim_version <> 0, false)
           OR r.prior_claim_id IS NOT NULL AS is_odd,
       CAST(CASE WHEN r.payer_position IN ('secondary', 'tertiary', 'unknown') THEN r.payer_position
                 ELSE 'primary' END AS payer_position_word) AS payer_position,
       COALESCE(TRY_CAST(r.payment_arrangement AS payment_arrangement_word), 'unknown')
           AS payment_arrangement,
       COALESCE(r.capitated_encounter_flag, false) OR COALESCE(r.payment_arrangement = 'capitated', false) AS capitated,
       r.service_date,
       COALESCE(r.claim_line_end_date, r.service_date) AS service_end_date,
       r.place_of_service_code,
       r.bill_type_code,
       r.revenue_center_code,
       r.drg_code IS NOT NULL AS has_drg,
       r.hcpcs_code,
       NULLIF(r.modifiers, '') AS modifiers,
       nr.key AS rendering_npi,
       nb.key AS billing_npi,
       nf.key AS facility_npi,
       na.key AS attending_npi,
       t.key AS billing_tin,
       r.rendering_specialty_code,
       COALESCE(r.paid_amount, 0.00) AS paid_amount,
       r.allowed_amount,
       CASE WHEN COALESCE(r.coinsurance_amount, r.copayment_amount, r.deductible_amount) IS NOT NULL
            THEN CAST(COALESCE(r.coinsurance_amount, 0.00) + COALESCE(r.copayment_amount, 0.00)
                      + COALESCE(r.deductible_amount, 0.00) AS DECIMAL(18,2)) END AS cost_share,
       r.diagnosis_code_1
FROM raw AS r
JOIN id_person AS p ON p.id = r.person_id
JOIN id_source AS s ON s.id = r.data_source
JOIN id_payer AS y ON y.id = r.payer
LEFT JOIN id_plan AS l ON l.id = r.plan
LEFT JOIN id_npi AS nr ON nr.id = r.rendering_npi
LEFT JOIN id_npi AS nb ON nb.id = r.billing_npi
LEFT JOIN id_npi AS nf ON nf.id = r.facility_npi
LEFT JOIN id_npi AS na ON na.id = r.attending_npi
LEFT JOIN id_tin AS t ON t.id = r.billing_tin
