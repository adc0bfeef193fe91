-- step: 42 header_repeat
-- scope: bucket
-- about: Institutional claims with more than one line that carry one and the same paid amount on every line, other than zero.
SELECT claim_hash, MIN(data_source) AS data_source, MIN(claim_line_number) AS first_line, CAST(COUNT(*) AS INTEGER) AS lines,
       MIN(paid_amount) AS paid_amount,
       SUM(COALESCE(allowed_amount, paid_amount + COALESCE(cost_share, 0.00)))
           - arg_min(COALESCE(allowed_amount, paid_amount + COALESCE(cost_share, 0.00)), claim_line_number) AS repeated_spend
FROM claim_line
WHERE claim_type = 'institutional' AND NOT is_denied
GROUP BY claim_hash
HAVING COUNT(*) > 1 AND MIN(paid_amount) = MAX(paid_amount) AND MIN(paid_amount) <> 0
ORDER BY claim_hash
