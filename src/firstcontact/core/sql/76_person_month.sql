-- step: 76 person_month
-- scope: bucket
-- about: One row per person, line of business and month, with the practice of the year that holds it and its cell.
WITH banded AS (
    SELECT *,
           make_date(year(month), 1, 1) AS year_start,
           -- 0 is not known, 1 to 5 are the bands of group_value.
           COALESCE(1 + CAST(age >= 18 AS TINYINT) + CAST(age >= 45 AS TINYINT) + CAST(age >= 65 AS TINYINT)
               + CAST(age >= 75 AS TINYINT), 0) AS band
    FROM person_month_base
)
SELECT m.person_id,
       m.coverage_id,
       m.month,
       m.year_start,
       m.line_of_business,
       m.covered_days,
       m.days_in_month,
       m.medical,
       m.pharmacy,
       m.behavioral,
       m.is_counted,
       m.is_primary,
       CAST(m.is_counted AS TINYINT) AS months,
       m.age,
       ['unknown', '0-17', '18-44', '45-64', '65-74', '75+'][m.band + 1] AS age_band,
       c.practice_id,
       c.clinician_npi,
       CAST(c.part + COALESCE(m.payer, 0) * (SELECT multiplier FROM cell_layout WHERE attribute = 'payer')
           + m.band * (SELECT multiplier FROM cell_layout WHERE attribute = 'age_band') AS BIGINT) AS cell_key
FROM banded AS m
JOIN coverage_cell AS c ON c.coverage_id = m.coverage_id AND c.year_start = m.year_start
ORDER BY m.coverage_id, m.month
