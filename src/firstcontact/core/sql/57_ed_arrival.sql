-- step: 57 ed_arrival
-- scope: bucket
-- about: One row per emergency visit: a day joins the day before when it brings no new claim of another facility.
WITH placed AS (
    SELECT d.*,
           h.facility,
           lag(d.service_date) OVER person AS day_before,
           last_value(h.facility IGNORE NULLS) OVER (
               PARTITION BY d.person_id ORDER BY d.service_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
               AS facility_before
    FROM ed_day AS d
    LEFT JOIN claim_header AS h ON h.claim_key = d.facility_claim
    WINDOW person AS (PARTITION BY d.person_id ORDER BY d.service_date)
), opened AS (
    SELECT *,
           COALESCE(day_before = service_date - 1 AND NOT has_new_claim
               AND (facility IS NULL OR facility = facility_before), FALSE) AS joins_day_before
    FROM placed
), numbered AS (
    SELECT *, COUNT(*) FILTER (NOT joins_day_before) OVER (PARTITION BY person_id ORDER BY service_date) AS number
    FROM opened
)
SELECT CAST(person_id AS BIGINT) * 1000000 + number AS ed_visit_id,
       person_id,
       MIN(service_date) AS service_date,
       MIN(facility_claim) AS facility_claim,
       COALESCE(MIN(facility_claim), MIN(professional_claim)) AS main_claim,
       MIN(professional_claim) AS professional_claim,
       bool_or(died) AS died
FROM numbered
GROUP BY person_id, number
ORDER BY ed_visit_id
