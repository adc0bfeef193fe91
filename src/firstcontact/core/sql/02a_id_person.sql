-- step: 02a id_person
-- scope: once
-- about: Key of each person id: its rank in byte order over all live rows, from 1.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (
    SELECT person_id AS id FROM in_medical_claim
    UNION
    SELECT person_id AS id FROM in_pharmacy_claim
    UNION
    SELECT person_id AS id FROM in_eligibility
    UNION
    SELECT person_id AS id FROM in_roster_attribution
)
WHERE id IS NOT NULL
ORDER BY key
