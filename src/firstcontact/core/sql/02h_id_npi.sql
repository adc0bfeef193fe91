-- step: 02h id_npi
-- scope: once
-- about: Key of each valid NPI: ten digits that begin with 1 or 2 and pass the Luhn check over 80840 and the number.
-- The prefix adds 24 to the sum. Digits 1, 3, 5, 7 and 9 are doubled; a result over 9 loses 9, which is x * 2 % 9 except for 9.
WITH npi AS (
    SELECT rendering_npi AS id FROM in_medical_claim
    UNION SELECT billing_npi FROM in_medical_claim
    UNION SELECT facility_npi FROM in_medical_claim
    UNION SELECT attending_npi FROM in_medical_claim
    UNION SELECT prescribing_provider_npi FROM in_pharmacy_claim
    UNION SELECT npi FROM in_provider
    UNION SELECT npi FROM in_practice_provider
    UNION SELECT npi FROM in_roster_attribution
    UNION SELECT pcp_npi FROM in_eligibility
    UNION SELECT recipient_id FROM in_non_claims_payment WHERE recipient_type = 'clinician'
),
ten_digits AS (
    SELECT id, list_transform(string_split(id, ''), lambda d: CAST(d AS INTEGER)) AS digit
    FROM npi
    WHERE regexp_full_match(id, '[12][0-9]{9}')
),
checked AS (
    SELECT id,
           24 + digit[2] + digit[4] + digit[6] + digit[8] + digit[10]
           + list_sum([CASE WHEN d = 9 THEN 9 ELSE d * 2 % 9 END
                       FOR d IN [digit[1], digit[3], digit[5], digit[7], digit[9]]]) AS total
    FROM ten_digits
)
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM checked
WHERE total % 10 = 0
ORDER BY key
