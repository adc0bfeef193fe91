-- step: 56 ed_day
-- scope: bucket
-- about: One row per person and date with an emergency line: its first facility claim and whether one begins that day.
WITH line AS (
    SELECT person_id, service_date, claim_key, claim_type = 'institutional' AS is_facility
    FROM service_line
    WHERE (claim_type = 'institutional' AND (is_ed_revenue OR is_ed_service))
        OR (claim_type = 'professional' AND is_ed_service AND pos_group = 'emergency')
), claim AS (
    SELECT person_id, service_date, claim_key, is_facility, MIN(service_date) OVER (PARTITION BY claim_key) AS first_date
    FROM (SELECT DISTINCT * FROM line)
)
SELECT c.person_id,
       c.service_date,
       MIN(c.claim_key) FILTER (c.is_facility) AS facility_claim,
       MIN(c.claim_key) FILTER (NOT c.is_facility) AS professional_claim,
       bool_or(c.is_facility AND c.first_date = c.service_date) AS has_new_claim,
       COALESCE(bool_or(c.is_facility AND h.discharge_disposition_code IN
           (SELECT code FROM codelist WHERE list = 'discharge_died')), FALSE) AS died
FROM claim AS c
LEFT JOIN claim_header AS h ON h.claim_key = c.claim_key
GROUP BY c.person_id, c.service_date
ORDER BY c.person_id, c.service_date
