-- step: 06 measured_period
-- scope: once
-- about: The years to measure: those of firstcontact.toml, else from the first to the last year that holds 1 % of the claim lines and in which somebody was covered.
WITH line_year AS (
    SELECT year(COALESCE(claim_line_start_date, claim_start_date)) AS y, COUNT(*) AS lines FROM in_medical_claim GROUP BY y
    UNION ALL
    SELECT year(dispensing_date), COUNT(*) FROM in_pharmacy_claim GROUP BY 1
),
enrolled AS (
    SELECT MIN(year(enrollment_start_date)) AS low,
           MAX(year(LEAST(COALESCE(enrollment_end_date, data_through()), data_through()))) AS high
    FROM in_eligibility
),
busy AS (
    SELECT y FROM line_year, enrolled
    WHERE y <= year(data_through()) AND COALESCE(y BETWEEN enrolled.low AND enrolled.high, true)
    GROUP BY y HAVING SUM(lines) * 100 >= (SELECT SUM(lines) FROM line_year)
),
bounds AS (
    SELECT COALESCE((SELECT MIN(y) FROM busy), (SELECT low FROM enrolled)) AS low,
           COALESCE((SELECT MAX(y) FROM busy), (SELECT high FROM enrolled)) AS high
),
chosen AS (
    SELECT year AS y FROM src_measured_year
    UNION
    SELECT DISTINCT year(c.month)
    FROM calendar_month AS c, bounds AS b
    WHERE year(c.month) BETWEEN b.low AND b.high AND NOT EXISTS (SELECT 1 FROM src_measured_year)
)
SELECT make_date(y, 1, 1) AS year_start, make_date(y, 12, 31) AS year_end
FROM chosen
ORDER BY year_start
