-- step: 61 attribution_year
-- scope: once
-- about: Months that matter to each year: its own, and those in which a person must be enrolled to be eligible.
WITH year_of_data AS (
    SELECT DISTINCT m.year_start, LEAST(make_date(year(m.month), 12, 31), data_through()) AS last_day
    FROM calendar_month AS m
    WHERE m.last_day >= (SELECT MIN(start_date) FROM eligibility_span) AND m.month <= data_through()
)
SELECT y.year_start,
       y.last_day,
       m.month,
       m.year_start = y.year_start AS in_year,
       (year(y.year_start) - year(m.month)) * 12 + 12 - month(m.month) < c.newest_window AS in_newest_window
FROM year_of_data AS y
CROSS JOIN attribution_config AS c
JOIN calendar_month AS m
    ON (year(y.year_start) - year(m.month)) * 12 + 12 - month(m.month) BETWEEN 0 AND GREATEST(c.newest_window, 12) - 1
ORDER BY y.year_start, m.month
