-- One row per coverage and month: primary care dollars and all dollars. Payments outside claims are their own branch.
-- Dollars of months without coverage count only when spend_requires_enrolment is false.
SELECT m.coverage_id AS unit_id,
       m.month AS period,
       CASE WHEN (SELECT value FROM variant WHERE name = 'part') = 'medical' OR m.pharmacy
            THEN CASE (SELECT value FROM variant WHERE name = 'bound')
                      WHEN 'narrow' THEN COALESCE(s.narrow, 0)
                      WHEN 'broad' THEN COALESCE(s.broad, 0)
                      ELSE COALESCE(s.reference, 0) END
            ELSE 0 END AS numerator,
       CASE WHEN (SELECT value FROM variant WHERE name = 'part') = 'medical' THEN COALESCE(s.medical, 0)
            WHEN m.pharmacy THEN COALESCE(s.medical, 0) + COALESCE(s.pharmacy, 0)
            ELSE 0 END AS denominator
FROM person_month AS m
LEFT JOIN spend_cube AS s ON s.coverage_id = m.coverage_id AND s.month = m.month
UNION ALL
SELECT p.payment_id AS unit_id,
       p.month AS period,
       p.primary_care_amount AS numerator,
       p.amount AS denominator
FROM payment AS p
WHERE (SELECT value FROM variant WHERE name = 'scope') = 'all'
  AND p.primary_care_amount IS NOT NULL
UNION ALL
SELECT s.coverage_id AS unit_id,
       s.month AS period,
       CASE WHEN (SELECT value FROM variant WHERE name = 'part') = 'medical'
            THEN CASE (SELECT value FROM variant WHERE name = 'bound')
                      WHEN 'narrow' THEN s.narrow
                      WHEN 'broad' THEN s.broad
                      ELSE s.reference END
            ELSE 0 END AS numerator,
       CASE WHEN (SELECT value FROM variant WHERE name = 'part') = 'medical' THEN s.medical ELSE 0 END AS denominator
FROM spend_cube AS s
LEFT JOIN person_month AS m ON m.coverage_id = s.coverage_id AND m.month = s.month
WHERE (SELECT value FROM parameter WHERE name = 'spend_requires_enrolment') = 'false'
  AND m.coverage_id IS NULL
  AND s.line_of_business <> 'commercial_partial'
