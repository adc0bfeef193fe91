-- step: 52 stay_list
-- scope: bucket
-- about: Which lists of the prevention quality indicators a stay is in, and whether by its principal diagnosis.
WITH code AS (
    SELECT c.stay_id, c.admit_date, d.code, d.code_system, c.is_first_claim AND d.position = 1 AS is_principal
    FROM stay_claim AS c
    JOIN service_diagnosis AS d ON d.claim_key = c.claim_key
    UNION ALL
    SELECT c.stay_id, c.admit_date, p.code, p.code_system, FALSE
    FROM stay_claim AS c
    JOIN service_procedure AS p ON p.claim_key = c.claim_key
)
SELECT c.stay_id, l.list, bool_or(c.is_principal) AS by_principal
FROM code AS c
JOIN codelist AS l ON l.code = c.code AND l.code_system = c.code_system
WHERE starts_with(l.list, 'pqi_')
    AND c.admit_date >= COALESCE(l.valid_from, c.admit_date)
    AND c.admit_date <= COALESCE(l.valid_to, c.admit_date)
GROUP BY c.stay_id, l.list
ORDER BY c.stay_id, l.list
