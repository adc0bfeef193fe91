-- step: 15 month_rule
-- scope: once
-- about: The days of each month that must be covered for it to count, as bits, the first day the lowest; 0 is any day.
SELECT m.month,
       m.last_day,
       m.days,
       CASE p.value
           WHEN 'first_day' THEN 1::BIGINT
           WHEN 'mid_month' THEN 1::BIGINT << 14
           WHEN 'full_month' THEN (1::BIGINT << m.days) - 1
           ELSE 0::BIGINT
       END AS wanted
FROM calendar_month AS m
LEFT JOIN parameter AS p
    ON p.name = 'month_rule'
    AND m.month >= COALESCE(p.valid_from, m.month)
    AND m.month <= COALESCE(p.valid_to, m.month)
ORDER BY m.month
