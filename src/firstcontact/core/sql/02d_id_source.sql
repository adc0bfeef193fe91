-- step: 02d id_source
-- scope: once
-- about: Key of each data source.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT data_source AS id FROM in_medical_claim
    UNION
    SELECT data_source AS id FROM in_pharmacy_claim
    UNION
    SELECT data_source AS id FROM in_eligibility
)
WHERE id IS NOT NULL
ORDER BY key
