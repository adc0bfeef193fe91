-- step: 82 rx_fill
-- scope: bucket
-- about: Fills with the cell of the counted month of pharmacy coverage that they fall in.
SELECT r.fill_id,
       r.person_id,
       CAST(r.person_id AS BIGINT) * 16 + l.key AS coverage_id,
       r.line_of_business,
       r.payer,
       r.dispensing_date,
       c.month,
       c.year_start,
       r.ndc_code,
       r.days_supply,
       r.quantity,
       r.prescriber_npi,
       r.paid_amount,
       r.allowed_amount,
       r.spend_amount,
       r.fills_30,
       m.coverage_id IS NOT NULL AS in_month,
       m.cell_key
FROM rx_base AS r
JOIN calendar_month AS c ON c.month = date_trunc('month', r.dispensing_date)
JOIN line_of_business AS l ON l.line_of_business = r.line_of_business
LEFT JOIN person_month AS m
    ON m.coverage_id = CAST(r.person_id AS BIGINT) * 16 + l.key AND m.month = c.month AND m.is_counted AND m.pharmacy
ORDER BY r.fill_id
