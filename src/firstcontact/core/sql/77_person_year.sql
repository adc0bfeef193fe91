-- step: 77 person_year
-- scope: bucket
-- about: One row per person and measured year: age on its last day, all else from the last month that speaks for the person.
WITH year_of_person AS (
    SELECT m.person_id,
           m.year_start,
           COUNT(*) FILTER (m.medical) AS medical_months,
           COUNT(*) FILTER (m.pharmacy) AS pharmacy_months,
           arg_max(m.coverage_id, m.month) AS coverage_id,
           arg_max(m.cell_key, m.month) AS last_cell
    FROM person_month AS m
    JOIN measured_period AS y ON y.year_start = m.year_start
    WHERE m.is_primary
    GROUP BY m.person_id, m.year_start
), aged AS (
    -- On 31 December everyone has had the birthday of the year.
    SELECT y.*, CASE WHEN year(y.year_start) - year(p.birth_date) BETWEEN 0 AND 120
                     THEN CAST(year(y.year_start) - year(p.birth_date) AS SMALLINT) END AS age
    FROM year_of_person AS y
    JOIN person AS p ON p.person_id = y.person_id
), banded AS (
    SELECT *,
           COALESCE(1 + CAST(age >= 18 AS TINYINT) + CAST(age >= 45 AS TINYINT) + CAST(age >= 65 AS TINYINT)
               + CAST(age >= 75 AS TINYINT), 0) AS band
    FROM aged
)
SELECT a.person_id,
       a.year_start,
       a.coverage_id,
       l.line_of_business,
       CAST(a.medical_months AS TINYINT) AS medical_months,
       CAST(a.pharmacy_months AS TINYINT) AS pharmacy_months,
       a.age AS age_at_year_end,
       CAST(NULLIF((a.last_cell // p.multiplier) % p.cardinality, 0) AS INTEGER) AS practice_id,
       CAST(a.last_cell + b.multiplier * (a.band - (a.last_cell // b.multiplier) % b.cardinality) AS BIGINT) AS cell_key
FROM banded AS a
JOIN line_of_business AS l ON l.key = a.coverage_id % 16
JOIN cell_layout AS p ON p.attribute = 'practice'
JOIN cell_layout AS b ON b.attribute = 'age_band'
ORDER BY a.person_id, a.year_start
