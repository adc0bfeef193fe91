-- step: 02e id_practice
-- scope: once
-- about: Key of each practice id.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT practice_id AS id FROM in_practice
    UNION
    SELECT practice_id AS id FROM in_practice_provider
    UNION
    SELECT practice_id AS id FROM in_roster_attribution
    UNION
    SELECT recipient_id AS id FROM in_non_claims_payment WHERE recipient_type = 'practice'
)
WHERE id IS NOT NULL
ORDER BY key
