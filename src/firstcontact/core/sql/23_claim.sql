-- step: 23 claim
-- scope: bucket
-- about: One row per claim of the bucket: its number in byte order of (data source, claim type, claim id), and whether its lines are plain.
-- A claim is plain when no line is odd and no line number comes twice. Line numbers to 64 are told apart by one bit each.
WITH counted AS (
    SELECT claim_hash,
           any_value(data_source) AS data_source, any_value(claim_type) AS claim_type, any_value(claim_id) AS claim_id,
           bool_or(is_odd) OR MAX(claim_line_number) > 64 OR MIN(person_id) <> MAX(person_id)
               OR COUNT(*) <> bit_count(bit_or(CAST(1 AS UBIGINT) << LEAST(claim_line_number - 1, 63))) AS is_candidate
    FROM claim_part
    GROUP BY claim_hash
)
SELECT claim_hash,
       CAST(current_bucket() AS BIGINT) * 134217728
           + row_number() OVER (ORDER BY data_source, claim_type, claim_id) AS claim_key,
       is_candidate
FROM counted
ORDER BY claim_key
