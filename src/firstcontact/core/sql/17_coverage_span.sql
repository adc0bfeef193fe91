-- step: 17 coverage_span
-- scope: bucket
-- about: Spans of coverage that end by death and data_through.
-- shared_until, shared_from: up to and from these days another span of the person may run beside it.
WITH living AS (
    SELECT s.person_id,
           CAST(s.person_id AS BIGINT) * 16 + s.line_key AS coverage_id,
           s.line_of_business,
           s.payer,
           s.plan,
           s.start_date,
           LEAST(s.end_date, COALESCE(p.death_date, s.end_date)) AS end_date,
           s.medical,
           s.pharmacy,
           s.behavioral,
           s.is_secondary,
           s.area_id
    FROM eligibility_span AS s
    JOIN person AS p ON p.person_id = s.person_id
)
SELECT *,
       COALESCE(MAX(end_date) OVER earlier, DATE '0001-01-01') AS shared_until,
       COALESCE(MIN(start_date) OVER later, DATE '9999-12-31') AS shared_from
FROM living
WHERE start_date <= end_date
WINDOW earlier AS (PARTITION BY person_id ORDER BY start_date, end_date, coverage_id, payer, plan
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
       later AS (PARTITION BY person_id ORDER BY start_date, end_date, coverage_id, payer, plan
                 ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
ORDER BY person_id, start_date, end_date, coverage_id, payer, plan
