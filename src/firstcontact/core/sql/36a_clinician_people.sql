-- step: 36a clinician_people
-- scope: bucket
-- about: People and lines of each clinician and year in the bucket; people add up over buckets.
SELECT clinician_npi AS npi, year_start, CAST(COUNT(*) AS INTEGER) AS people, CAST(SUM(lines) AS BIGINT) AS lines
FROM (
    SELECT clinician_npi, year_start, person_id, COUNT(*) AS lines
    FROM clinician_line
    WHERE clinician_npi IS NOT NULL
    GROUP BY clinician_npi, year_start, person_id
)
GROUP BY npi, year_start
ORDER BY npi, year_start
