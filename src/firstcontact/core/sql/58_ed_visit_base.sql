-- step: 58 ed_visit_base
-- scope: bucket
-- about: Emergency visits with what became of them and their fractional weights; a code without weights is unclassified.
WITH principal AS (
    SELECT claim_key, code, code_system FROM service_diagnosis WHERE position = 1
), visit AS (
    SELECT a.*,
           CASE WHEN a.facility_claim IS NOT NULL THEN h.facility END AS facility,
           h.line_of_business,
           h.payer,
           COALESCE(f.code, p.code) AS principal_dx,
           CASE WHEN f.code IS NOT NULL THEN f.code_system ELSE p.code_system END AS code_system
    FROM ed_arrival AS a
    JOIN claim_header AS h ON h.claim_key = a.main_claim
    LEFT JOIN principal AS f ON f.claim_key = a.facility_claim
    LEFT JOIN principal AS p ON p.claim_key = a.professional_claim
), admission AS (
    SELECT person_id, admit_date AS visit_date FROM stay_base
    UNION
    SELECT person_id, admit_date - 1 FROM stay_base
), observed AS (
    SELECT DISTINCT l.person_id, h.claim_start_date, l.service_date
    FROM service_line AS l
    JOIN claim_header AS h ON h.claim_key = l.claim_key
    WHERE l.is_observation
), long_observation AS (
    SELECT v.ed_visit_id
    FROM ed_arrival AS v
    JOIN observed AS o ON o.person_id = v.person_id AND o.claim_start_date BETWEEN v.service_date AND v.service_date + 1
    GROUP BY v.ed_visit_id
    HAVING COUNT(DISTINCT o.service_date) >= 2
), weight AS (
    -- The whole code, else the longest stem that the table has.
    SELECT d.principal_dx, w.*
    FROM (SELECT DISTINCT principal_dx, code_system FROM visit WHERE principal_dx IS NOT NULL) AS d
    CROSS JOIN (VALUES (3), (4), (5), (6), (7)) AS n(length)
    JOIN ed_weight AS w
        ON w.code_system = d.code_system
        AND w.stem = left(d.principal_dx, n.length)
        AND w.is_whole = (n.length = length(d.principal_dx))
    WHERE n.length <= length(d.principal_dx)
    QUALIFY ROW_NUMBER() OVER (PARTITION BY d.principal_dx, d.code_system ORDER BY n.length DESC) = 1
)
SELECT v.ed_visit_id,
       v.person_id,
       v.line_of_business,
       v.payer,
       v.facility,
       v.service_date,
       v.principal_dx,
       a.person_id IS NOT NULL AS admitted,
       a.person_id IS NULL AND NOT v.died AND o.ed_visit_id IS NULL AS treat_and_release,
       CASE WHEN v.facility_claim IS NULL THEN 'professional_only' ELSE 'facility' END AS source,
       COALESCE(w.non_emergent, 0.0) AS non_emergent,
       COALESCE(w.primary_care_treatable, 0.0) AS primary_care_treatable,
       COALESCE(w.emergent_avoidable, 0.0) AS emergent_avoidable,
       COALESCE(w.emergent_unavoidable, 0.0) AS emergent_unavoidable,
       COALESCE(w.mental_health, 0.0) AS mental_health,
       COALESCE(w.substance_use, 0.0) AS substance_use,
       COALESCE(w.alcohol, 0.0) AS alcohol,
       COALESCE(w.injury, 0.0) AS injury,
       COALESCE(w.unclassified, 1.0) AS unclassified
FROM visit AS v
LEFT JOIN admission AS a ON a.person_id = v.person_id AND a.visit_date = v.service_date
LEFT JOIN long_observation AS o ON o.ed_visit_id = v.ed_visit_id
LEFT JOIN weight AS w ON w.principal_dx = v.principal_dx AND w.code_system = v.code_system
ORDER BY v.ed_visit_id
