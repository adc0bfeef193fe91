-- step: 24 rx_part
-- scope: partition
-- about: Pharmacy claim line versions with integer keys, by person bucket.
SELECT p.key % bucket_count() AS bucket,
       CAST(r.file_key AS BIGINT) * 1099511627776 + r.line AS row_id,
       hash('pharmacy', r.data_source, r.claim_id) AS claim_hash,
       r.claim_id,
       CAST(LEAST(r.claim_line_number, 2147483647) AS INTEGER) AS claim_line_number,
       s.key AS data_source,
       p.key AS person_id,
       y.key AS payer,
       l.key AS plan,
       TRY_CAST(r.line_of_business AS line_of_business_word) AS line_of_business,
       COALESCE(r.claim_status NOT IN ('final', 'original'), false) OR COALESCE(r.claim_version <> 0, false) AS is_odd,
       r.dispensing_date AS service_date,
       r.ndc_code,
       CAST(r.days_supply AS INTEGER) AS days_supply,
       r.quantity,
       n.key AS prescriber_npi,
       COALESCE(r.paid_amount, 0.00) AS paid_amount,
       r.allowed_amount,
       CASE WHEN COALESCE(r.coinsurance_amount, r.copayment_amount, r.deductible_amount) IS NOT NULL
            THEN CAST(COALESCE(r.coinsurance_amount, 0.00) + COALESCE(r.copayment_amount, 0.00)
                      + COALESCE(r.deductible_amount, 0.00) AS DECIMAL(18,2)) END AS cost_share,
       COALESCE(r.rebate_amount, 0.00) AS rebate_amount
FROM in_pharmacy_claim AS r
JOIN id_person AS p ON p.id = r.person_id
JOIN id_source AS s ON s.id = r.data_source
JOIN id_payer AS y ON y.id = r.payer
LEFT JOIN id_plan AS l ON l.id = r.plan
LEFT JOIN id_npi AS n ON n.id = r.prescribing_provider_npi
