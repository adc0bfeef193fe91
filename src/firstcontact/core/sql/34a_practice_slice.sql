-- step: 34a practice_slice
-- scope: once
-- about: The practice of a clinician on each day, of all the practices in force, and of those with one billing number.
-- Largest clinical_fte first (NULL last), then the smallest practice. billing_tin 0: whatever the number.
WITH member AS (
    SELECT npi, practice_id, start_date AS first_day, COALESCE(end_date, DATE '9999-12-31') AS last_day, clinical_fte
    FROM practice_member
),
place AS (
    SELECT DISTINCT d.key AS practice_id, t.key AS billing_tin, p.start_date AS first_day,
           COALESCE(p.end_date, DATE '9999-12-31') AS last_day
    FROM in_practice AS p
    JOIN id_practice AS d ON d.id = p.practice_id
    JOIN id_tin AS t ON t.id = p.billing_tin
),
held AS (
    SELECT npi, practice_id, 0 AS billing_tin, first_day, last_day, clinical_fte FROM member
    UNION ALL
    SELECT m.npi, m.practice_id, p.billing_tin, GREATEST(m.first_day, p.first_day), LEAST(m.last_day, p.last_day),
           m.clinical_fte
    FROM member AS m
    JOIN place AS p ON p.practice_id = m.practice_id AND p.first_day <= m.last_day AND p.last_day >= m.first_day
),
edge AS (
    SELECT npi, billing_tin, first_day FROM held
    UNION
    SELECT npi, billing_tin, CAST(last_day + INTERVAL 1 DAY AS DATE) FROM held WHERE last_day < DATE '9999-12-31'
),
slice AS (
    SELECT npi, billing_tin, first_day,
           COALESCE(CAST(LEAD(first_day) OVER (PARTITION BY npi, billing_tin ORDER BY first_day) - INTERVAL 1 DAY AS DATE),
                    DATE '9999-12-31') AS last_day
    FROM edge
)
SELECT s.npi, s.billing_tin, s.first_day, s.last_day, h.practice_id
FROM slice AS s
JOIN held AS h
  ON h.npi = s.npi AND h.billing_tin = s.billing_tin AND h.first_day <= s.first_day AND h.last_day >= s.last_day
QUALIFY row_number() OVER (
    PARTITION BY s.npi, s.billing_tin, s.first_day ORDER BY h.clinical_fte DESC NULLS LAST, h.practice_id) = 1
ORDER BY s.npi, s.billing_tin, s.first_day
