-- step: 91a note_part
-- scope: bucket
-- about: Facts of the bucket that a run prints: line versions loaded and kept, what spend is based on, repeated headers, clinicians screened out, emergency visits (the amount is their unclassified weight).
SELECT 'loaded' AS kind, 'medical_claim' AS key, COUNT(*) AS rows, SUM(paid_amount) AS amount FROM claim_part
UNION ALL
SELECT 'loaded', 'pharmacy_claim', COUNT(*), SUM(paid_amount) FROM rx_part
UNION ALL
SELECT 'kept', 'medical_claim', COUNT(*), SUM(paid_amount) FROM claim_line WHERE NOT is_denied
UNION ALL
SELECT 'kept', 'pharmacy_claim', COUNT(*), SUM(paid_amount) FROM final_rx
UNION ALL
SELECT 'spend_basis', spend_basis, COUNT(*), SUM(spend_amount) FROM service_line WHERE NOT is_denied GROUP BY spend_basis
UNION ALL
SELECT 'provider_rule', CASE WHEN data_source IN (SELECT data_source FROM specialty_source) THEN 'specialty' ELSE 'taxonomy' END,
       COUNT(*), SUM(spend_amount)
FROM service_line
WHERE claim_type = 'professional' AND NOT is_denied
GROUP BY ALL
UNION ALL
SELECT 'header_amount_repeated', 'claims', COUNT(*), SUM(paid_amount * (lines - 1)) FROM header_repeat
UNION ALL
SELECT 'screened_out', CAST(rendering_npi AS VARCHAR), COUNT(*), SUM(spend_amount)
FROM service_line
WHERE screened_out
GROUP BY rendering_npi
UNION ALL
SELECT 'roots_flagged', 'claim_chain', COUNT(*), SUM(row_paid) FROM claim_outcome WHERE is_flagged
UNION ALL
SELECT 'ed_unclassified', CAST(year(year_start) AS VARCHAR), COUNT(*), SUM(unclassified)
FROM ed_visit
WHERE treat_and_release AND in_month AND year_start IN (SELECT year_start FROM measured_period)
GROUP BY year_start
UNION ALL
SELECT 'place_not_listed', place_of_service_code, COUNT(*), SUM(spend_amount)
FROM service_line
WHERE place_of_service_code IS NOT NULL AND place_of_service_code NOT IN (SELECT code FROM place_flag)
GROUP BY place_of_service_code
ORDER BY ALL
