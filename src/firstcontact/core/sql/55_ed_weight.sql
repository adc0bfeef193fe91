-- step: 55 ed_weight
-- scope: once
-- about: Emergency weights of whole codes, and with prefix_match of stems: the mean of the codes that begin with them.
WITH part AS (
    SELECT w.*, w.code AS stem, TRUE AS is_whole
    FROM ed_weights AS w
    UNION ALL
    SELECT w.*, left(w.code, n.length) AS stem, FALSE
    FROM ed_weights AS w
    JOIN (VALUES (3), (4), (5), (6)) AS n(length) ON n.length <= length(w.code)
    WHERE EXISTS (SELECT 1 FROM parameter WHERE name = 'prefix_match' AND lower(value) = 'true')
)
SELECT code_system,
       stem,
       is_whole,
       CAST(SUM(non_emergent) / COUNT(*) AS DECIMAL(9, 6)) AS non_emergent,
       CAST(SUM(primary_care_treatable) / COUNT(*) AS DECIMAL(9, 6)) AS primary_care_treatable,
       CAST(SUM(emergent_avoidable) / COUNT(*) AS DECIMAL(9, 6)) AS emergent_avoidable,
       CAST(SUM(emergent_unavoidable) / COUNT(*) AS DECIMAL(9, 6)) AS emergent_unavoidable,
       CAST(SUM(mental_health) / COUNT(*) AS DECIMAL(9, 6)) AS mental_health,
       CAST(SUM(substance_use) / COUNT(*) AS DECIMAL(9, 6)) AS substance_use,
       CAST(SUM(alcohol) / COUNT(*) AS DECIMAL(9, 6)) AS alcohol,
       CAST(SUM(injury) / COUNT(*) AS DECIMAL(9, 6)) AS injury,
       CAST(SUM(unclassified) / COUNT(*) AS DECIMAL(9, 6)) AS unclassified
FROM part
GROUP BY code_system, stem, is_whole
ORDER BY code_system, stem, is_whole
