-- step: 25 rx_claim
-- scope: bucket
-- about: One row per pharmacy claim of the bucket, and whether its lines are plain (see claim).
SELECT claim_hash,
       bool_or(is_odd) OR MAX(claim_line_number) > 64 OR MIN(person_id) <> MAX(person_id)
           OR COUNT(*) <> bit_count(bit_or(CAST(1 AS UBIGINT) << LEAST(claim_line_number - 1, 63))) AS is_candidate
FROM rx_part
GROUP BY claim_hash
ORDER BY claim_hash
