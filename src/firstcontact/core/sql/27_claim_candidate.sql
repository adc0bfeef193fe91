-- step: 27 claim_candidate
-- scope: once
-- about: Every line version of the claims that are not plain, with what decides which one stays. version: depth in the chain, then claim_version.
-- The markers are replaced by all contract columns joined by '|', without the file's name and date.
WITH wanted AS (
    SELECT claim_hash, root_hash, depth, is_flagged FROM claim_link
    UNION ALL
    SELECT DISTINCT claim_hash, claim_hash, 0, false
    FROM (SELECT claim_hash FROM claim WHERE is_candidate UNION ALL SELECT claim_hash FROM rx_claim WHERE is_candidate)
    WHERE claim_hash NOT IN (SELECT claim_hash FROM claim_link)
),
medical AS (
    SELECT *, /* row text of in_medical_claim */ '' AS row_text
    FROM in_medical_claim AS r
    JOIN wanted AS w ON w.claim_hash = hash(r.data_source, r.claim_type, r.claim_id)
),
pharmacy AS (
    SELECT *, /* row text of in_pharmacy_claim */ '' AS row_text
    FROM in_pharmacy_claim AS r
    JOIN wanted AS w ON w.claim_hash = hash('pharmacy', r.data_source, r.claim_id)
),
both_tables AS (
    SELECT 'medical_claim' AS table_name, claim_type, root_hash, depth, is_flagged, file_key, line, person_id,
           data_source, claim_line_number, claim_status, claim_version, paid_date, file_date,
           paid_amount, allowed_amount, charge_amount, coinsurance_amount, copayment_amount, deductible_amount,
           NULL AS quantity, NULL AS rebate_amount, row_text
    FROM medical
    UNION ALL
    SELECT 'pharmacy_claim', 'pharmacy', root_hash, depth, is_flagged, file_key, line, person_id,
           data_source, claim_line_number, claim_status, claim_version, paid_date, file_date,
           paid_amount, allowed_amount, charge_amount, coinsurance_amount, copayment_amount, deductible_amount,
           quantity, rebate_amount, row_text
    FROM pharmacy
)
SELECT b.table_name, b.claim_type, b.root_hash, b.is_flagged,
       CAST(b.file_key AS BIGINT) * 1099511627776 + b.line AS row_id,
       p.key AS person_id,
       b.data_source,
       b.claim_line_number,
       COALESCE(b.claim_status, 'final') AS claim_status,
       CAST(b.depth AS BIGINT) * 4294967296 + COALESCE(b.claim_version, 0) AS version,
       b.paid_date, b.file_date,
       COALESCE(b.paid_amount, 0.00) AS paid_amount, b.allowed_amount, b.charge_amount,
       CASE WHEN COALESCE(b.coinsurance_amount, b.copayment_amount, b.deductible_amount) IS NOT NULL
            THEN CAST(COALESCE(b.coinsurance_amount, 0.00) + COALESCE(b.copayment_amount, 0.00)
                      + COALESCE(b.deductible_amount, 0.00) AS DECIMAL(18,2)) END AS cost_share,
       b.quantity, b.rebate_amount,
       b.row_text
FROM both_tables AS b
JOIN id_person AS p ON p.id = b.person_id
