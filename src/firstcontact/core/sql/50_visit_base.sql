-- step: 50 visit_base
-- scope: bucket
-- about: One row per person, clinician and date, from the lines that make a visit. No clinician is a clinician of its own.
WITH after_hours AS (
    SELECT DISTINCT claim_key FROM service_line WHERE is_after_hours_code
), office AS (
    SELECT DISTINCT code,
           COALESCE(valid_from, DATE '0001-01-01') AS valid_from,
           COALESCE(valid_to, DATE '9999-12-31') AS valid_to
    FROM codelist
    WHERE list = 'visit_primary_care' AND label IN ('office visit', 'preventive visit')
), line AS (
    SELECT l.person_id,
           l.clinician_npi,
           l.service_date,
           l.spend_amount,
           COALESCE(l.practice_id, 2147483647) AS practice_or_last,
           l.line_of_business,
           l.payer,
           l.is_wellness,
           l.is_new_patient,
           l.is_telehealth,
           l.is_health_centre,
           o.code IS NOT NULL AS is_office_or_preventive,
           h.claim_key IS NOT NULL AS has_after_hours_code
    FROM service_line AS l
    LEFT JOIN office AS o ON o.code = l.hcpcs_code AND l.service_date BETWEEN o.valid_from AND o.valid_to
    LEFT JOIN after_hours AS h ON h.claim_key = l.claim_key
    WHERE l.makes_visit
), grouped AS (
    -- The least pair is the line with most spend, then the smallest value among equal lines.
    SELECT person_id,
           clinician_npi,
           service_date,
           MIN({'less': -spend_amount, 'practice_id': practice_or_last}).practice_id AS practice_id,
           MIN({'less': -spend_amount, 'line_of_business': line_of_business}).line_of_business AS line_of_business,
           MIN({'less': -spend_amount, 'payer': payer}).payer AS payer,
           SUM(spend_amount) AS allowed,
           bool_or(is_wellness) AS is_wellness,
           bool_or(is_new_patient) AS is_new_patient,
           bool_or(is_office_or_preventive) AS is_office_or_preventive,
           bool_or(is_telehealth) AS is_telehealth,
           bool_or(is_health_centre) AS is_health_centre,
           bool_or(has_after_hours_code) AS has_after_hours_code
    FROM line
    GROUP BY person_id, clinician_npi, service_date
)
SELECT CAST(g.person_id AS BIGINT) * 1000000
           + ROW_NUMBER() OVER (PARTITION BY g.person_id ORDER BY g.service_date, g.clinician_npi) AS visit_id,
       g.person_id,
       g.line_of_business,
       g.payer,
       g.clinician_npi,
       NULLIF(g.practice_id, 2147483647) AS practice_id,
       g.service_date,
       m.month,
       m.year_start,
       COALESCE(c.class, 'unknown') AS clinician_class,
       COALESCE(c.is_primary_care, FALSE) OR (g.is_health_centre AND g.clinician_npi IS NULL) AS is_primary_care,
       CAST(g.allowed AS DECIMAL(18, 2)) AS allowed,
       g.is_wellness,
       g.is_new_patient,
       g.is_office_or_preventive,
       g.is_telehealth,
       -- 1970-01-04 was a Sunday: 0 is Sunday and 6 Saturday.
       (g.service_date - DATE '1970-01-04') % 7 IN (0, 6) OR g.has_after_hours_code AS is_after_hours,
       g.is_health_centre
FROM grouped AS g
JOIN calendar_month AS m ON m.month = date_trunc('month', g.service_date)
LEFT JOIN clinician_year AS c ON c.npi = g.clinician_npi AND c.year_start = m.year_start
ORDER BY visit_id
