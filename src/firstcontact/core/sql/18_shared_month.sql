-- step: 18 shared_month
-- scope: bucket
-- about: Months that several spans of a person share: days pooled, one payer chosen, one line of business speaking.
WITH slice AS (
    -- covered: the covered days of the month as bits, the first day the lowest bit; overlapping spans melt in bit_or.
    SELECT s.*,
           m.month,
           m.wanted,
           (1::BIGINT << day(LEAST(s.end_date, m.last_day)))
               - (1::BIGINT << (day(GREATEST(s.start_date, m.month)) - 1)) AS covered
    FROM coverage_span AS s
    JOIN month_rule AS m ON m.month <= s.end_date AND m.last_day >= s.start_date
    WHERE (s.shared_until >= date_trunc('month', s.start_date) OR s.shared_from <= last_day(s.end_date))
        AND (m.month <= s.shared_until OR m.last_day >= s.shared_from)
), by_plan AS (
    SELECT coverage_id, month, payer, plan, bit_or(covered) AS covered
    FROM slice
    GROUP BY coverage_id, month, payer, plan
), by_payer AS (
    SELECT coverage_id, month, payer, bit_count(bit_or(covered)) AS days
    FROM by_plan
    GROUP BY coverage_id, month, payer
), chosen AS (
    SELECT p.coverage_id, p.month, p.payer, p.plan
    FROM by_plan AS p
    JOIN by_payer AS y ON y.coverage_id = p.coverage_id AND y.month = p.month AND y.payer = p.payer
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY p.coverage_id, p.month ORDER BY y.days DESC, p.payer, bit_count(p.covered) DESC, p.plan) = 1
), pooled AS (
    SELECT person_id,
           coverage_id,
           line_of_business,
           month,
           wanted,
           bit_or(covered) AS covered,
           bool_or(medical) AS medical,
           bool_or(pharmacy) AS pharmacy,
           bool_or(behavioral) AS behavioral,
           bool_and(is_secondary) AS is_secondary
    FROM slice
    GROUP BY person_id, coverage_id, line_of_business, month, wanted
)
SELECT p.person_id,
       p.coverage_id,
       p.line_of_business,
       p.month,
       p.covered,
       p.medical,
       p.pharmacy,
       p.behavioral,
       c.payer,
       c.plan,
       ROW_NUMBER() OVER (
           PARTITION BY p.person_id, p.month
           ORDER BY p.covered & p.wanted = p.wanted DESC, p.is_secondary, l.priority, l.key) = 1 AS speaks
FROM pooled AS p
JOIN chosen AS c ON c.coverage_id = p.coverage_id AND c.month = p.month
JOIN line_of_business AS l ON l.line_of_business = p.line_of_business
ORDER BY p.coverage_id, p.month
