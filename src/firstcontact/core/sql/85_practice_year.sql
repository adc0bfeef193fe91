-- step: 85 practice_year
-- scope: once
-- about: Every practice of the roster in every measured year, with its people of the year.
WITH people AS (
    SELECT practice_id, year_start, COUNT(*) AS people
    FROM person_year
    WHERE practice_id IS NOT NULL
    GROUP BY practice_id, year_start
)
SELECT b.practice_id,
       y.year_start,
       CAST(COALESCE(p.people, 0) AS INTEGER) AS attributed_people,
       CAST(COALESCE(b.area_id, 0) * (SELECT multiplier FROM cell_layout WHERE attribute = 'area')
           + b.practice_id * (SELECT multiplier FROM cell_layout WHERE attribute = 'practice') AS BIGINT) AS cell_key
FROM practice_base AS b
CROSS JOIN measured_period AS y
LEFT JOIN people AS p ON p.practice_id = b.practice_id AND p.year_start = y.year_start
ORDER BY b.practice_id, y.year_start
