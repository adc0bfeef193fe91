-- step: 28 claim_outcome
-- scope: partition
-- about: What becomes of each line version of the claims that are not plain: kept, duplicate, pending, superseded, voided, paired, orphan, merged or denied.
-- A kept row carries amounts and units with its adjustments added. Rules 1 to 6 of the collapse, in their order.
WITH RECURSIVE ranked AS (
    SELECT * EXCLUDE (row_text),
           row_number() OVER (PARTITION BY root_hash, row_text ORDER BY file_date DESC NULLS LAST, row_id) AS copy,
           -- one order of all rows of a root: the smaller row text wins the last tie
           dense_rank() OVER (PARTITION BY root_hash ORDER BY row_text) AS text_order
    FROM claim_candidate
),
versioned AS (
    SELECT *,
           MAX(version) OVER root AS top,
           MIN(version) OVER root < MAX(version) OVER root AS has_versions,
           claim_status IN ('void', 'reversal') AS takes_back
    FROM ranked
    WHERE copy = 1 AND claim_status <> 'pending'
    WINDOW root AS (PARTITION BY root_hash)
),
by_version AS (
    SELECT *,
           CASE WHEN NOT has_versions THEN NULL
                WHEN NOT bool_or(version = top AND NOT takes_back) OVER (PARTITION BY root_hash) THEN 'voided'
                WHEN version < top OR takes_back THEN 'superseded' END AS early
    FROM versioned
),
single AS (
    SELECT *,
           CASE claim_status WHEN 'original' THEN 1 WHEN 'final' THEN 2 WHEN 'adjustment' THEN 3 WHEN 'replacement' THEN 4
                ELSE 5 END AS pair_order
    FROM by_version
    WHERE NOT has_versions
),
reversal AS (
    SELECT *, row_number() OVER (PARTITION BY root_hash, claim_line_number ORDER BY paid_date NULLS LAST, text_order) AS nth
    FROM single
    WHERE claim_status = 'reversal'
),
partner AS (
    SELECT *,
           row_number() OVER (PARTITION BY root_hash, claim_line_number
                              ORDER BY pair_order, paid_date NULLS LAST, text_order) AS preference
    FROM single
    WHERE NOT takes_back
),
-- Reversals of one line choose a partner one after the other; a partner is taken once.
pairing (root_hash, claim_line_number, nth, reversal_id, partner_id, taken) AS (
    SELECT DISTINCT root_hash, claim_line_number, CAST(0 AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT),
           CAST([] AS BIGINT[])
    FROM reversal
    UNION ALL
    SELECT g.root_hash, g.claim_line_number, r.nth, r.row_id,
           arg_min(p.row_id, p.preference), list_append(g.taken, COALESCE(arg_min(p.row_id, p.preference), -1))
    FROM pairing AS g
    JOIN reversal AS r
      ON r.root_hash = g.root_hash AND r.claim_line_number = g.claim_line_number AND r.nth = g.nth + 1
    LEFT JOIN partner AS p
      ON p.root_hash = r.root_hash AND p.claim_line_number = r.claim_line_number AND p.paid_amount = -r.paid_amount
     AND COALESCE(p.allowed_amount = -r.allowed_amount, true) AND COALESCE(p.charge_amount = -r.charge_amount, true)
     AND NOT list_contains(g.taken, p.row_id)
    GROUP BY g.root_hash, g.claim_line_number, r.nth, r.row_id, g.taken
),
paired AS (
    SELECT reversal_id AS row_id FROM pairing WHERE partner_id IS NOT NULL
    UNION ALL
    SELECT partner_id FROM pairing WHERE partner_id IS NOT NULL
),
by_pair AS (
    SELECT s.* EXCLUDE (early, pair_order),
           CASE WHEN q.row_id IS NOT NULL THEN 'paired' WHEN s.claim_status = 'reversal' THEN 'orphan' END AS early
    FROM single AS s
    LEFT JOIN paired AS q ON q.row_id = s.row_id
),
counted AS (
    SELECT *,
           bool_or(early IS NULL AND claim_status = 'replacement') OVER root AS has_replacement,
           bool_or(early IS NULL AND claim_status = 'void') OVER root AS has_void,
           bool_or(early IS NULL AND claim_status <> 'void') OVER root AS has_other
    FROM by_pair
    WINDOW root AS (PARTITION BY root_hash)
),
by_void AS (
    SELECT * EXCLUDE (early, has_replacement, has_void, has_other),
           CASE WHEN early IS NOT NULL THEN early
                WHEN has_replacement AND claim_status IN ('original', 'final', 'void') THEN 'superseded'
                WHEN has_replacement OR NOT has_void THEN NULL
                WHEN has_other THEN 'voided'
                ELSE 'orphan' END AS early
    FROM counted
),
decided AS (
    SELECT * FROM by_version WHERE has_versions
    UNION ALL BY NAME
    SELECT * FROM by_void
),
left_over AS (
    SELECT *,
           row_number() OVER (
               PARTITION BY root_hash, claim_line_number
               ORDER BY claim_status = 'adjustment', paid_date DESC NULLS LAST, file_date DESC NULLS LAST,
                        CASE claim_status WHEN 'replacement' THEN 1 WHEN 'original' THEN 2 WHEN 'final' THEN 3 ELSE 4 END,
                        text_order) AS place
    FROM decided
    WHERE early IS NULL
),
summed AS (
    SELECT *,
           SUM(paid_amount) FILTER (place = 1 OR claim_status = 'adjustment') OVER line AS line_paid,
           SUM(allowed_amount) FILTER (place = 1 OR claim_status = 'adjustment') OVER line AS line_allowed,
           SUM(cost_share) FILTER (place = 1 OR claim_status = 'adjustment') OVER line AS line_share,
           SUM(quantity) FILTER (place = 1 OR claim_status = 'adjustment') OVER line AS line_quantity,
           SUM(rebate_amount) FILTER (place = 1 OR claim_status = 'adjustment') OVER line AS line_rebate
    FROM left_over
    WINDOW line AS (PARTITION BY root_hash, claim_line_number)
),
outcome AS (
    SELECT row_id, table_name,
           CASE WHEN place > 1 AND claim_status = 'adjustment' THEN 'merged'
                WHEN place > 1 THEN 'superseded'
                WHEN claim_status = 'denied' THEN 'denied'
                ELSE 'kept' END AS outcome,
           line_paid, line_allowed, line_share, line_quantity, line_rebate
    FROM summed
    UNION ALL
    SELECT row_id, table_name, early, NULL, NULL, NULL, NULL, NULL FROM decided WHERE early IS NOT NULL
    UNION ALL
    SELECT row_id, table_name, CASE WHEN copy > 1 THEN 'duplicate' ELSE 'pending' END, NULL, NULL, NULL, NULL, NULL
    FROM ranked
    WHERE copy > 1 OR claim_status = 'pending'
)
SELECT c.person_id % bucket_count() AS bucket,
       o.row_id, o.table_name, o.outcome, c.is_flagged,
       o.outcome = 'kept' OR (o.outcome = 'denied' AND r.keeps_denied AND o.table_name = 'medical_claim') AS is_final,
       c.data_source, c.claim_type, c.claim_status,
       c.paid_amount AS row_paid, c.allowed_amount AS row_allowed, c.cost_share AS row_share,
       CAST(o.line_paid AS DECIMAL(18,2)) AS paid_amount,
       CAST(o.line_allowed AS DECIMAL(18,2)) AS allowed_amount,
       CAST(o.line_share AS DECIMAL(18,2)) AS cost_share,
       CAST(o.line_quantity AS DECIMAL(18,4)) AS quantity,
       CAST(o.line_rebate AS DECIMAL(18,2)) AS rebate_amount
FROM outcome AS o
JOIN claim_candidate AS c ON c.row_id = o.row_id AND c.table_name = o.table_name
CROSS JOIN (SELECT value = 'true' AS keeps_denied FROM parameter WHERE name = 'denied_makes_visit') AS r
