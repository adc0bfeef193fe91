-- step: 47 final_rx
-- scope: bucket
-- about: Final pharmacy lines with their spend and whether the month has pharmacy coverage.
WITH kept AS (
    SELECT p.* EXCLUDE (is_odd, paid_amount, allowed_amount, cost_share, quantity, rebate_amount, line_of_business),
           CASE WHEN o.row_id IS NULL THEN p.paid_amount ELSE o.paid_amount END AS paid_amount,
           CASE WHEN o.row_id IS NULL THEN p.allowed_amount ELSE o.allowed_amount END AS allowed_amount,
           CASE WHEN o.row_id IS NULL THEN p.cost_share ELSE o.cost_share END AS cost_share,
           CASE WHEN o.row_id IS NULL THEN p.quantity ELSE o.quantity END AS quantity,
           CASE WHEN o.row_id IS NULL THEN p.rebate_amount ELSE COALESCE(o.rebate_amount, 0.00) END AS rebate_amount,
           COALESCE(CAST(p.line_of_business AS VARCHAR), g.line_of_business, 'unknown') AS line_of_business
    FROM rx_part AS p
    LEFT JOIN (SELECT * FROM claim_outcome WHERE table_name = 'pharmacy_claim') AS o ON o.row_id = p.row_id
    LEFT JOIN line_business AS g
      ON g.person_id = p.person_id AND g.payer = p.payer AND g.service_date = p.service_date AND p.line_of_business IS NULL
    WHERE o.row_id IS NULL OR o.is_final
),
priced AS (
    SELECT *,
           CASE WHEN allowed_amount IS NOT NULL THEN allowed_amount
                WHEN cost_share IS NOT NULL THEN paid_amount + cost_share
                ELSE paid_amount END
           - CASE WHEN (SELECT value FROM parameter WHERE name = 'pharmacy_net_of_rebates') = 'true' THEN rebate_amount
                  ELSE 0.00 END AS spend
    FROM kept
)
SELECT r.person_id, CAST(r.person_id AS BIGINT) * 16 + n.key AS coverage_id, r.payer, r.plan, r.line_of_business,
       r.data_source, r.claim_id, r.claim_line_number, r.service_date AS dispensing_date, r.ndc_code, r.quantity,
       r.days_supply, r.prescriber_npi, r.paid_amount, r.allowed_amount, r.cost_share,
       CAST(r.spend AS DECIMAL(18,2)) AS spend_amount,
       COALESCE(m.pharmacy_months >> (month(r.service_date) - 1) & 1 = 1, false) AS in_month
FROM priced AS r
JOIN line_of_business AS n ON n.line_of_business = r.line_of_business
LEFT JOIN month_bits AS m
  ON m.coverage_id = CAST(r.person_id AS BIGINT) * 16 + n.key AND m.year = year(r.service_date)
ORDER BY r.person_id, r.service_date, r.data_source, r.claim_id, r.claim_line_number
