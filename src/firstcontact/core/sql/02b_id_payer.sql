-- step: 02b id_payer
-- scope: once
-- about: Key of each payer id.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT payer AS id FROM in_medical_claim
    UNION
    SELECT payer AS id FROM in_pharmacy_claim
    UNION
    SELECT payer AS id FROM in_eligibility
    UNION
    SELECT payer AS id FROM in_roster_attribution
    UNION
    SELECT payer AS id FROM in_non_claims_payment
)
WHERE id IS NOT NULL
ORDER BY key
