-- step: 01 calendar_month
-- scope: once
-- about: Every month from 1990-01 to 2060-12 with its days and working days (Monday to Friday).
SELECT CAST(d AS DATE) AS month,
       CAST(d AS DATE) AS first_day,
       CAST(d + INTERVAL 1 MONTH - INTERVAL 1 DAY AS DATE) AS last_day,
       CAST(date_diff('day', d, d + INTERVAL 1 MONTH) AS TINYINT) AS days,
       CAST((SELECT COUNT(*) FROM range(d, d + INTERVAL 1 MONTH, INTERVAL 1 DAY) AS r(x) WHERE isodow(x) < 6) AS TINYINT)
           AS weekdays,
       make_date(year(d), 1, 1) AS year_start
FROM range(TIMESTAMP '1990-01-01', TIMESTAMP '2061-01-01', INTERVAL 1 MONTH) AS m(d)
ORDER BY month
