-- step: 34b tin_slice
-- scope: once
-- about: The practice of a billing number on each day on which exactly one practice has it.
WITH place AS (
    SELECT d.key AS practice_id, t.key AS billing_tin, p.start_date AS first_day,
           COALESCE(p.end_date, DATE '9999-12-31') AS last_day
    FROM in_practice AS p
    JOIN id_practice AS d ON d.id = p.practice_id
    JOIN id_tin AS t ON t.id = p.billing_tin
),
edge AS (
    SELECT billing_tin, first_day FROM place
    UNION
    SELECT billing_tin, CAST(last_day + INTERVAL 1 DAY AS DATE) FROM place WHERE last_day < DATE '9999-12-31'
),
slice AS (
    SELECT billing_tin, first_day,
           COALESCE(CAST(LEAD(first_day) OVER (PARTITION BY billing_tin ORDER BY first_day) - INTERVAL 1 DAY AS DATE),
                    DATE '9999-12-31') AS last_day
    FROM edge
)
SELECT s.billing_tin, s.first_day, s.last_day, MIN(p.practice_id) AS practice_id
FROM slice AS s
JOIN place AS p ON p.billing_tin = s.billing_tin AND p.first_day <= s.first_day AND p.last_day >= s.last_day
GROUP BY s.billing_tin, s.first_day, s.last_day
HAVING COUNT(DISTINCT p.practice_id) = 1
ORDER BY s.billing_tin, s.first_day
