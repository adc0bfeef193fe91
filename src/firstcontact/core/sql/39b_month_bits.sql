-- step: 39b month_bits
-- scope: bucket
-- about: The months of coverage and of pharmacy coverage of a person and line of business in a year, a bit each, January first.
SELECT coverage_id, CAST(year(month) AS SMALLINT) AS year,
       CAST(bit_or(1 << (month(month) - 1)) AS SMALLINT) AS months,
       CAST(bit_or(CASE WHEN pharmacy THEN 1 << (month(month) - 1) ELSE 0 END) AS SMALLINT) AS pharmacy_months
FROM person_month_base
GROUP BY coverage_id, year(month)
ORDER BY coverage_id, year
