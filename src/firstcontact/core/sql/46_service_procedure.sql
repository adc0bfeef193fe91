-- step: 46 service_procedure
-- scope: bucket
-- about: Procedures of institutional claims; a code once per claim, at its lowest position.
WITH packed AS (
    SELECT k.claim_key, l.person_id, f.procedure_code_type, f.procedures, MIN(l.service_date) AS service_date
    FROM claim_line AS l
    JOIN facility_part AS f ON f.row_id = l.row_id
    JOIN claim AS k ON k.claim_hash = l.claim_hash
    WHERE l.claim_type = 'institutional' AND f.procedures IS NOT NULL
    GROUP BY ALL
),
single AS (
    SELECT claim_key, person_id, procedure_code_type, service_date,
           unnest(string_split(procedures, '|')) AS entry, generate_subscripts(string_split(procedures, '|'), 1) AS position
    FROM packed
)
SELECT claim_key, MIN(person_id) AS person_id, CAST(MIN(position) AS TINYINT) AS position,
       split_part(entry, ':', 1) AS code, arg_min(procedure_code_type, position) AS code_system,
       COALESCE(TRY_CAST(NULLIF(arg_min(split_part(entry, ':', 2), position), '') AS DATE), MIN(service_date)) AS service_date
FROM single
WHERE entry <> ''
GROUP BY claim_key, code
ORDER BY claim_key, position, code
