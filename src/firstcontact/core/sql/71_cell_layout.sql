-- step: 71 cell_layout
-- scope: once
-- about: How nine attributes share one cell key: key = sum of attribute key x multiplier.
WITH attribute AS (
    SELECT a.place, a.attribute, CAST(MAX(g.key) + 1 AS BIGINT) AS cardinality
    FROM (VALUES (1, 'area'), (2, 'payer'), (3, 'line_of_business'), (4, 'practice'), (5, 'age_band'), (6, 'sex'),
                 (7, 'race_ethnicity'), (8, 'language'), (9, 'disability')) AS a(place, attribute)
    JOIN group_value AS g ON g.kind = a.attribute
    GROUP BY a.place, a.attribute
)
SELECT a.attribute,
       list_reduce(LIST(COALESCE(b.cardinality, 1)), lambda x, y: x * y) AS multiplier,
       a.cardinality
FROM attribute AS a
LEFT JOIN attribute AS b ON b.place < a.place
GROUP BY a.place, a.attribute, a.cardinality
ORDER BY a.place
