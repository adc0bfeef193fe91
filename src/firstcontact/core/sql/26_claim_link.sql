-- step: 26 claim_link
-- scope: once
-- about: Claims that belong together: chains of prior_claim_id with their root and depth, and claims of two persons in different buckets.
-- The root is named by the smallest claim id of its chain; depth 0 is the first ancestor, in a cycle the root itself.
WITH RECURSIVE prior AS (
    SELECT data_source, claim_type, claim_id, MIN(prior_claim_id) AS prior_id
    FROM in_medical_claim
    WHERE prior_claim_id IS NOT NULL
    GROUP BY data_source, claim_type, claim_id
),
member AS (
    SELECT data_source, claim_type, claim_id FROM prior
    UNION
    SELECT data_source, claim_type, prior_id FROM prior
),
edge AS (
    SELECT hash(data_source, claim_type, claim_id) AS a, hash(data_source, claim_type, prior_id) AS b FROM prior
    UNION
    SELECT hash(data_source, claim_type, prior_id), hash(data_source, claim_type, claim_id) FROM prior
),
chain (claim_hash, root_id) USING KEY (claim_hash) AS (
    SELECT hash(data_source, claim_type, claim_id), claim_id FROM member
    UNION
    (SELECT own.claim_hash, near.root_id
     FROM (SELECT e.a, MIN(other.root_id) AS root_id
           FROM chain AS other
           JOIN edge AS e ON e.b = other.claim_hash
           GROUP BY e.a) AS near
     JOIN recurring.chain AS own ON own.claim_hash = near.a
     WHERE near.root_id < own.root_id)
),
child AS (
    SELECT hash(data_source, claim_type, claim_id) AS claim_hash, hash(data_source, claim_type, prior_id) AS prior_hash
    FROM prior
),
named AS (
    SELECT hash(m.data_source, m.claim_type, m.claim_id) AS claim_hash,
           hash(m.data_source, m.claim_type, c.root_id) AS root_hash,
           m.claim_id = c.root_id AS is_root,
           p.claim_id IS NULL AS is_first
    FROM member AS m
    JOIN chain AS c ON c.claim_hash = hash(m.data_source, m.claim_type, m.claim_id)
    LEFT JOIN prior AS p
      ON p.data_source = m.data_source AND p.claim_type = m.claim_type AND p.claim_id = m.claim_id
),
start AS (
    SELECT claim_hash FROM named WHERE is_first
    UNION
    SELECT claim_hash FROM named
    WHERE is_root AND root_hash NOT IN (SELECT root_hash FROM named WHERE is_first)
),
depth (claim_hash, steps) AS (
    SELECT claim_hash, 0 FROM start
    UNION ALL
    SELECT k.claim_hash, d.steps + 1
    FROM depth AS d
    JOIN child AS k ON k.prior_hash = d.claim_hash
    WHERE k.claim_hash NOT IN (SELECT claim_hash FROM start)
),
root AS (
    SELECT n.root_hash, bool_or(n.is_first) AS has_first, MAX(d.steps) AS longest
    FROM named AS n
    JOIN depth AS d ON d.claim_hash = n.claim_hash
    GROUP BY n.root_hash
),
spanning AS (
    SELECT claim_hash FROM claim GROUP BY claim_hash HAVING COUNT(*) > 1
    UNION
    SELECT claim_hash FROM rx_claim GROUP BY claim_hash HAVING COUNT(*) > 1
)
SELECT n.claim_hash, n.root_hash, d.steps AS depth, NOT r.has_first OR r.longest > 50 AS is_flagged
FROM named AS n
JOIN depth AS d ON d.claim_hash = n.claim_hash
JOIN root AS r ON r.root_hash = n.root_hash
UNION ALL
SELECT claim_hash, claim_hash, 0, false
FROM spanning
WHERE claim_hash NOT IN (SELECT claim_hash FROM named)
ORDER BY claim_hash
