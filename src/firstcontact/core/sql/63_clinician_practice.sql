-- step: 63 clinician_practice
-- scope: once
-- about: The practice of a clinician on the last day of a year: largest part of full time, then smallest id.
SELECT m.npi, y.year_start, m.practice_id
FROM practice_member AS m
JOIN (SELECT DISTINCT year_start, last_day FROM attribution_year) AS y
    ON m.start_date <= y.last_day AND (m.end_date IS NULL OR m.end_date >= y.last_day)
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY m.npi, y.year_start ORDER BY m.clinical_fte DESC NULLS LAST, m.practice_id) = 1
ORDER BY m.npi, y.year_start
