-- step: 02c id_plan
-- scope: once
-- about: Key of each plan id.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT plan AS id FROM in_medical_claim
    UNION
    SELECT plan AS id FROM in_pharmacy_claim
    UNION
    SELECT plan AS id FROM in_eligibility
)
WHERE id IS NOT NULL
ORDER BY key
