-- step: 64 roster_row
-- scope: partition
-- about: Roster rows with integer keys; a primary care clinician that a payer names in eligibility is a roster row.
WITH named AS (
    SELECT p.key AS person_id,
           CAST(p.key AS BIGINT) * 16 + b.key AS coverage_id,
           r.basis,
           r.start_date,
           r.end_date,
           n.key AS npi,
           c.key AS practice_id
    FROM in_roster_attribution AS r
    JOIN id_person AS p ON p.id = r.person_id
    JOIN line_of_business AS b ON b.line_of_business = r.line_of_business
    LEFT JOIN id_npi AS n ON n.id = r.npi
    LEFT JOIN id_practice AS c ON c.id = r.practice_id
    UNION ALL
    SELECT person_id,
           CAST(person_id AS BIGINT) * 16 + line_key AS coverage_id,
           pcp_assignment_type,
           start_date,
           end_date,
           pcp_npi,
           NULL
    FROM eligibility_span
    WHERE pcp_npi IS NOT NULL AND pcp_assignment_type IN ('selected', 'assigned')
)
SELECT person_id % bucket_count() AS bucket, *
FROM named
WHERE npi IS NOT NULL OR practice_id IS NOT NULL
