-- step: 10 line_of_business
-- scope: once
-- about: The lines of business, their keys, and which one speaks for a person in a month (1 is first).
SELECT CAST(l.key AS TINYINT) AS key,
       l.line_of_business,
       CAST(COALESCE(NULLIF(list_position(string_split(p.value, ';'), l.line_of_business), 0), 99) AS TINYINT) AS priority
FROM (VALUES (0, 'unknown'), (1, 'commercial'), (2, 'commercial_partial'), (3, 'medicare_ffs'),
             (4, 'medicare_advantage'), (5, 'medicaid_ffs'), (6, 'medicaid_managed'), (7, 'dual_integrated'),
             (8, 'other_public'), (9, 'self_pay')) AS l(key, line_of_business)
CROSS JOIN (SELECT value FROM parameter WHERE name = 'line_of_business_priority' ORDER BY valid_from LIMIT 1) AS p
ORDER BY l.key
