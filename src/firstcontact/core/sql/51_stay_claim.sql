-- step: 51 stay_claim
-- scope: bucket
-- about: Acute hospital claims with the stay they belong to: those of one facility that overlap or touch are one stay.
WITH acute AS (
    SELECT *,
           COALESCE(admission_date, claim_start_date) AS starts,
           COALESCE(discharge_date, claim_end_date) AS ends,
           COALESCE(facility, 0) AS place
    FROM claim_header
    WHERE claim_type = 'institutional' AND tob_group = 'inpatient' AND (has_room_and_board OR drg_code IS NOT NULL)
), opened AS (
    SELECT *,
           COALESCE(starts > MAX(ends) OVER (
               PARTITION BY person_id, place ORDER BY starts, ends, claim_key
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, TRUE) AS opens_stay
    FROM acute
), numbered AS (
    SELECT *,
           COUNT(*) FILTER (opens_stay) OVER (PARTITION BY person_id, place ORDER BY starts, ends, claim_key)
               AS stay_of_place
    FROM opened
)
SELECT *,
       CAST(person_id AS BIGINT) * 1000000
           + DENSE_RANK() OVER (PARTITION BY person_id ORDER BY admit_date, place, stay_of_place) AS stay_id,
       ROW_NUMBER() OVER stay = 1 AS is_first_claim,
       ROW_NUMBER() OVER (PARTITION BY person_id, place, stay_of_place ORDER BY ends DESC, starts DESC, claim_key DESC) = 1
           AS is_last_claim
FROM (SELECT *, MIN(starts) OVER (PARTITION BY person_id, place, stay_of_place) AS admit_date FROM numbered)
WINDOW stay AS (PARTITION BY person_id, place, stay_of_place ORDER BY starts, ends, claim_key)
ORDER BY stay_id, starts, ends, claim_key
