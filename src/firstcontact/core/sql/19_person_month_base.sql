-- step: 19 person_month_base
-- scope: bucket
-- about: One row per person, line of business and month with at least one covered day.
WITH month_of_coverage AS (
    SELECT s.person_id,
           s.coverage_id,
           s.line_of_business,
           m.month,
           (1::BIGINT << day(LEAST(s.end_date, m.last_day)))
               - (1::BIGINT << (day(GREATEST(s.start_date, m.month)) - 1)) AS covered,
           s.medical,
           s.pharmacy,
           s.behavioral,
           s.payer,
           s.plan,
           TRUE AS speaks
    FROM coverage_span AS s
    JOIN month_rule AS m ON m.month <= s.end_date AND m.last_day >= s.start_date
    WHERE m.month > s.shared_until AND m.last_day < s.shared_from
    UNION ALL
    SELECT person_id, coverage_id, line_of_business, month, covered, medical, pharmacy, behavioral, payer, plan, speaks
    FROM shared_month
), aged AS (
    SELECT c.*,
           m.days,
           c.covered & m.wanted = m.wanted AS is_counted,
           (year(c.month) - year(p.birth_date)) * 12 + month(c.month) - month(p.birth_date) AS months_since_birth,
           CAST(day(p.birth_date) > 1 AS INTEGER) AS born_later_in_month
    FROM month_of_coverage AS c
    JOIN month_rule AS m ON m.month = c.month
    JOIN person AS p ON p.person_id = c.person_id
)
SELECT person_id,
       coverage_id,
       month,
       line_of_business,
       payer,
       plan,
       CAST(bit_count(covered) AS TINYINT) AS covered_days,
       days AS days_in_month,
       medical,
       pharmacy,
       behavioral,
       is_counted,
       is_counted AND speaks AS is_primary,
       -- Completed years on the first of the month, 0 in the month of birth; not known before birth and above 120.
       CASE
           WHEN months_since_birth >= 0 AND months_since_birth - born_later_in_month < 121 * 12
               THEN CAST(GREATEST(months_since_birth - born_later_in_month, 0) // 12 AS SMALLINT)
       END AS age
FROM aged
ORDER BY coverage_id, month
