-- step: 48 spend_cube
-- scope: bucket
-- about: Counted spend of a person, line of business and month, by bound, part of care and payment category: primary payer, enrolled month.
-- payers counts distinct payers by a bit each (modulo 120); what adds up to another column is not summed twice.
WITH rule AS (
    SELECT MAX(value) FILTER (name = 'spend_requires_enrolment') = 'true' AS needs_month,
           MAX(value) FILTER (name = 'include_dental_vision') = 'true' AS with_dental
    FROM parameter
),
line AS (
    SELECT CAST(person_id AS BIGINT) * 16 + n.key AS coverage_id, service_month AS month, payer, spend_amount, cost_share,
           in_narrow, in_broad, in_reference,
           CASE WHEN claim_type = 'institutional' THEN
                     CASE WHEN tob_group IN ('inpatient', 'inpatient_ancillary') THEN 'inpatient'
                          WHEN tob_group IN ('skilled_nursing', 'home_health', 'hospice') THEN 'long_term'
                          ELSE 'outpatient_facility' END
                WHEN claim_type = 'professional' THEN
                     CASE WHEN in_broad THEN 'professional_primary_care' ELSE 'professional_other' END
                ELSE 'other' END AS part,
           CASE WHEN capitated THEN ''
                WHEN payment_arrangement = 'bundled' THEN '3A'
                WHEN payment_arrangement = 'global_budget' THEN '4B'
                ELSE '1' END AS apm
    FROM service_line AS l
    JOIN line_of_business AS n ON n.line_of_business = l.line_of_business
    CROSS JOIN rule
    WHERE payer_position = 'primary' AND NOT is_denied AND (in_month OR NOT needs_month)
      AND (claim_type NOT IN ('dental', 'vision') OR with_dental)
    UNION ALL
    SELECT coverage_id, CAST(date_trunc('month', dispensing_date) AS DATE), payer, spend_amount, NULL, false, false, false,
           'pharmacy', NULL
    FROM final_rx, rule
    WHERE (quantity > 0 OR quantity IS NULL) AND (in_month OR NOT needs_month)
),
cube AS (
    SELECT coverage_id, month,
           CAST(bit_count(bit_or(CAST(1 AS HUGEINT) << CAST(payer % 120 AS HUGEINT))) AS TINYINT) AS payers,
           SUM(spend_amount) FILTER (part = 'pharmacy') AS pharmacy,
           SUM(spend_amount) FILTER (in_narrow) AS narrow,
           SUM(spend_amount) FILTER (in_broad) AS broad,
           SUM(spend_amount) FILTER (in_reference) AS reference,
           SUM(spend_amount) FILTER (part = 'inpatient') AS inpatient,
           SUM(spend_amount) FILTER (part = 'outpatient_facility') AS outpatient_facility,
           SUM(spend_amount) FILTER (part = 'professional_primary_care') AS professional_primary_care,
           SUM(spend_amount) FILTER (part = 'professional_other') AS professional_other,
           SUM(spend_amount) FILTER (part = 'long_term') AS long_term,
           SUM(spend_amount) FILTER (part = 'other') AS other,
           SUM(spend_amount) FILTER (apm = '3A') AS apm_3a,
           SUM(spend_amount) FILTER (apm = '4B') AS apm_4b,
           SUM(spend_amount) FILTER (apm = '') AS apm_unclassified,
           SUM(cost_share) FILTER (in_narrow) AS cost_share_narrow,
           SUM(cost_share) FILTER (in_broad) AS cost_share_broad,
           SUM(cost_share) FILTER (in_reference) AS cost_share_reference,
           SUM(spend_amount) FILTER (in_narrow AND cost_share IS NOT NULL) AS spend_known_narrow,
           SUM(spend_amount) FILTER (in_broad AND cost_share IS NOT NULL) AS spend_known_broad,
           SUM(spend_amount) FILTER (in_reference AND cost_share IS NOT NULL) AS spend_known_reference
    FROM line
    GROUP BY coverage_id, month
),
whole AS (
    SELECT *, COALESCE(inpatient, 0.00) + COALESCE(outpatient_facility, 0.00) + COALESCE(professional_primary_care, 0.00)
              + COALESCE(professional_other, 0.00) + COALESCE(long_term, 0.00) + COALESCE(other, 0.00) AS medical
    FROM cube
)
SELECT CAST(c.coverage_id // 16 AS INTEGER) AS person_id, c.coverage_id, n.line_of_business, c.month,
       make_date(year(c.month), 1, 1) AS year_start, c.payers,
       CAST(COALESCE(c.medical, 0.00) AS DECIMAL(18,2)) AS medical,
       CAST(COALESCE(c.pharmacy, 0.00) AS DECIMAL(18,2)) AS pharmacy,
       CAST(COALESCE(c.narrow, 0.00) AS DECIMAL(18,2)) AS narrow,
       CAST(COALESCE(c.broad, 0.00) AS DECIMAL(18,2)) AS broad,
       CAST(COALESCE(c.reference, 0.00) AS DECIMAL(18,2)) AS reference,
       CAST(COALESCE(c.inpatient, 0.00) AS DECIMAL(18,2)) AS inpatient,
       CAST(COALESCE(c.outpatient_facility, 0.00) AS DECIMAL(18,2)) AS outpatient_facility,
       CAST(COALESCE(c.professional_primary_care, 0.00) AS DECIMAL(18,2)) AS professional_primary_care,
       CAST(COALESCE(c.professional_other, 0.00) AS DECIMAL(18,2)) AS professional_other,
       CAST(COALESCE(c.long_term, 0.00) AS DECIMAL(18,2)) AS long_term,
       CAST(COALESCE(c.other, 0.00) AS DECIMAL(18,2)) AS other,
       CAST(c.medical - COALESCE(c.apm_3a, 0.00) - COALESCE(c.apm_4b, 0.00) - COALESCE(c.apm_unclassified, 0.00)
           AS DECIMAL(18,2)) AS apm_1,
       CAST(COALESCE(c.apm_3a, 0.00) AS DECIMAL(18,2)) AS apm_3a,
       CAST(COALESCE(c.apm_4b, 0.00) AS DECIMAL(18,2)) AS apm_4b,
       CAST(COALESCE(c.apm_unclassified, 0.00) AS DECIMAL(18,2)) AS apm_unclassified,
       CAST(COALESCE(c.cost_share_narrow, 0.00) AS DECIMAL(18,2)) AS cost_share_narrow,
       CAST(COALESCE(c.cost_share_broad, 0.00) AS DECIMAL(18,2)) AS cost_share_broad,
       CAST(COALESCE(c.cost_share_reference, 0.00) AS DECIMAL(18,2)) AS cost_share_reference,
       CAST(COALESCE(c.spend_known_narrow, 0.00) AS DECIMAL(18,2)) AS spend_known_narrow,
       CAST(COALESCE(c.spend_known_broad, 0.00) AS DECIMAL(18,2)) AS spend_known_broad,
       CAST(COALESCE(c.spend_known_reference, 0.00) AS DECIMAL(18,2)) AS spend_known_reference
FROM whole AS c
JOIN line_of_business AS n ON n.key = c.coverage_id % 16
ORDER BY c.coverage_id, c.month
