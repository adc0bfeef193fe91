-- step: 74 person_area
-- scope: bucket
-- about: One area per person and year: that of the last stated place; 0 where that place lies in no area.
WITH place AS (
    SELECT s.person_id, y.year_start, s.area_id, s.coverage_id, s.start_date, LEAST(s.end_date, y.year_end) AS until
    FROM coverage_span AS s
    JOIN (SELECT year_start, MAX(last_day) AS year_end FROM calendar_month GROUP BY year_start) AS y
        ON y.year_start <= s.end_date AND y.year_end >= s.start_date
    WHERE s.area_id IS NOT NULL
)
SELECT person_id, year_start, area_id
FROM place
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY person_id, year_start ORDER BY until DESC, start_date DESC, coverage_id, area_id) = 1
ORDER BY person_id, year_start
