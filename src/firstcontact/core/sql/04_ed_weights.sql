-- step: 04 ed_weights
-- scope: once
-- about: Fractional emergency weights of each diagnosis code; a NULL weight is 0.
SELECT code, code_system, valid_from, valid_to,
       CAST(COALESCE(non_emergent, '0') AS DECIMAL(9,6)) AS non_emergent,
       CAST(COALESCE(primary_care_treatable, '0') AS DECIMAL(9,6)) AS primary_care_treatable,
       CAST(COALESCE(emergent_avoidable, '0') AS DECIMAL(9,6)) AS emergent_avoidable,
       CAST(COALESCE(emergent_unavoidable, '0') AS DECIMAL(9,6)) AS emergent_unavoidable,
       CAST(COALESCE(mental_health, '0') AS DECIMAL(9,6)) AS mental_health,
       CAST(COALESCE(substance_use, '0') AS DECIMAL(9,6)) AS substance_use,
       CAST(COALESCE(alcohol, '0') AS DECIMAL(9,6)) AS alcohol,
       CAST(COALESCE(injury, '0') AS DECIMAL(9,6)) AS injury,
       CAST(COALESCE(unclassified, '0') AS DECIMAL(9,6)) AS unclassified
FROM src_ed_weights
ORDER BY code_system, code, valid_from NULLS FIRST
