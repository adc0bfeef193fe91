-- step: 20 id_tin
-- scope: once
-- about: Key of each billing number of the practice roster; others say nothing about a practice.
SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS key, id
FROM (SELECT DISTINCT billing_tin AS id FROM in_practice WHERE billing_tin IS NOT NULL)
ORDER BY key
