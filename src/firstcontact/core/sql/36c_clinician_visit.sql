-- step: 36c clinician_visit
-- scope: bucket
-- about: Visits of each clinician by year and practice in the bucket. The practice of a visit is that of its line with most spend, then the smallest.
WITH line AS (
    SELECT l.clinician_npi, l.person_id, l.service_date, l.year_start, COALESCE(l.practice_id, 2147483647) AS practice,
           MAX(COALESCE(l.allowed_amount, l.paid_amount + COALESCE(l.cost_share, 0.00))) AS spend,
           bool_or(h.is_wellness) AS is_wellness
    FROM practice_line AS l
    JOIN hcpcs_flag AS h ON h.code = l.hcpcs_code AND l.service_date BETWEEN h.first_day AND h.last_day
    LEFT JOIN place_flag AS p ON p.code = l.place_of_service_code AND l.service_date BETWEEN p.first_day AND p.last_day
    LEFT JOIN bill_type_flag AS b ON b.code = l.tob_prefix2 AND l.service_date BETWEEN b.first_day AND b.last_day
    WHERE /* codes of visits */ true AND l.clinician_npi IS NOT NULL AND /* makes a visit */ true
    GROUP BY ALL
),
visit AS (
    SELECT clinician_npi, year_start, arg_min(practice, ROW(-spend, practice)) AS practice, bool_or(is_wellness) AS is_wellness
    FROM line
    GROUP BY clinician_npi, person_id, service_date, year_start
)
SELECT clinician_npi AS npi, year_start, NULLIF(practice, 2147483647) AS practice_id,
       CAST(COUNT(*) AS INTEGER) AS visits,
       CAST(COUNT(*) FILTER (is_wellness) AS INTEGER) AS wellness_visits
FROM visit
GROUP BY npi, year_start, practice
ORDER BY npi, year_start, practice_id NULLS LAST
