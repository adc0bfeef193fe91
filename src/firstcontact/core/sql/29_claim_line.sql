-- step: 29 claim_line
-- scope: view
-- about: Final medical claim lines: the plain ones as they are, the kept ones with their adjustments. Denied lines stay only when denied_makes_visit is true.
SELECT p.* EXCLUDE (is_odd, paid_amount, allowed_amount, cost_share),
       CASE WHEN o.row_id IS NULL THEN p.paid_amount WHEN o.outcome = 'denied' THEN 0.00 ELSE o.paid_amount END AS paid_amount,
       CASE WHEN o.row_id IS NULL THEN p.allowed_amount WHEN o.outcome = 'denied' THEN NULL ELSE o.allowed_amount END
           AS allowed_amount,
       CASE WHEN o.row_id IS NULL THEN p.cost_share WHEN o.outcome = 'denied' THEN NULL ELSE o.cost_share END AS cost_share,
       COALESCE(o.outcome = 'denied', false) AS is_denied
FROM claim_part AS p
LEFT JOIN (SELECT * FROM claim_outcome WHERE table_name = 'medical_claim') AS o ON o.row_id = p.row_id
WHERE o.row_id IS NULL OR o.is_final
