-- step: 90a ledger_part
-- scope: bucket
-- about: What the bucket leaves out, by reason: line versions that did not stay, and final lines that spend does not count.
SELECT o.table_name, o.data_source, o.claim_type, o.outcome AS reason, COUNT(*) AS rows, SUM(o.row_paid) AS paid,
       SUM(o.row_allowed) AS allowed,
       SUM(CASE WHEN o.row_allowed IS NOT NULL THEN o.row_allowed ELSE o.row_paid + COALESCE(o.row_share, 0.00) END) AS spend
FROM claim_outcome AS o
WHERE o.outcome <> 'kept'
GROUP BY ALL
UNION ALL
SELECT 'service_line', s.id, l.claim_type,
       CASE WHEN l.payer_position <> 'primary' THEN 'not_primary_payer'
            WHEN l.claim_type IN ('dental', 'vision')
                 AND (SELECT value FROM parameter WHERE name = 'include_dental_vision') <> 'true' THEN 'dental_or_vision'
            ELSE 'claims_without_enrolment' END,
       COUNT(*), SUM(l.paid_amount), SUM(l.allowed_amount), SUM(l.spend_amount)
FROM service_line AS l
JOIN id_source AS s ON s.key = l.data_source
WHERE NOT l.is_denied
  AND (l.payer_position <> 'primary'
       OR (NOT l.in_month AND (SELECT value FROM parameter WHERE name = 'spend_requires_enrolment') = 'true')
       OR (l.claim_type IN ('dental', 'vision')
           AND (SELECT value FROM parameter WHERE name = 'include_dental_vision') <> 'true'))
GROUP BY ALL
UNION ALL
SELECT 'service_line', s.id, 'institutional', 'header_amount_repeated', SUM(h.lines - 1), SUM(h.paid_amount * (h.lines - 1)),
       NULL, SUM(h.repeated_spend)
FROM header_repeat AS h
JOIN id_source AS s ON s.key = h.data_source
WHERE (SELECT value FROM parameter WHERE name = 'header_amount_repeated') = 'first_line'
GROUP BY ALL
UNION ALL
SELECT 'final_rx', s.id, 'pharmacy', CASE WHEN r.quantity <= 0 THEN 'quantity_not_positive' ELSE 'claims_without_enrolment' END,
       COUNT(*), SUM(r.paid_amount), SUM(r.allowed_amount), SUM(r.spend_amount)
FROM final_rx AS r
JOIN id_source AS s ON s.key = r.data_source
WHERE r.quantity <= 0
   OR (NOT r.in_month AND (SELECT value FROM parameter WHERE name = 'spend_requires_enrolment') = 'true')
GROUP BY ALL
ORDER BY ALL
