-- step: 02f id_organization
-- scope: once
-- about: Key of each organization id.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT organization_id AS id FROM in_practice
    UNION
    SELECT recipient_id AS id FROM in_non_claims_payment WHERE recipient_type = 'organization'
)
WHERE id IS NOT NULL
ORDER BY key
