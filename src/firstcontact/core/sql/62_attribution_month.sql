-- step: 62 attribution_month
-- scope: once
-- about: What a visit of a month weighs for a year, by step of the method, and what the visit must be.
SELECT w.step, y.year_start, m.month, w.weight, w.primary_care, w.in_person, w.wellness, w.office_or_preventive
FROM (SELECT DISTINCT year_start FROM attribution_year) AS y
CROSS JOIN src_attribution_window AS w
JOIN calendar_month AS m
    ON (year(y.year_start) - year(m.month)) * 12 + 12 - month(m.month) BETWEEN w.first_month_back AND w.last_month_back
ORDER BY y.year_start, m.month, w.step
