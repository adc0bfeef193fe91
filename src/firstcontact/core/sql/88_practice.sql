-- step: 88 practice
-- scope: once
-- about: Practices as their latest span describes them, with their roster clinicians in the last measured year.
WITH staff AS (
    SELECT practice_id, COUNT(*) AS clinicians
    FROM practice_roster
    WHERE year_start = (SELECT MAX(year_start) FROM measured_period)
    GROUP BY practice_id
)
SELECT b.*, CAST(COALESCE(s.clinicians, 0) AS INTEGER) AS primary_care_clinicians
FROM practice_base AS b
LEFT JOIN staff AS s ON s.practice_id = b.practice_id
ORDER BY b.practice_id
