-- One row per coverage and month: dollars of one part over the months that could have them.
-- Dollars of months without coverage count only when spend_requires_enrolment is false.
SELECT m.coverage_id AS unit_id,
       m.month AS period,
       CASE (SELECT value FROM variant WHERE name = 'part')
            WHEN 'medical' THEN COALESCE(s.medical, 0)
            WHEN 'pharmacy' THEN COALESCE(s.pharmacy, 0)
            WHEN 'total' THEN CASE WHEN m.medical AND m.pharmacy
                                   THEN COALESCE(s.medical, 0) + COALESCE(s.pharmacy, 0) ELSE 0 END
            WHEN 'inpatient' THEN COALESCE(s.inpatient, 0)
            WHEN 'outpatient_facility' THEN COALESCE(s.outpatient_facility, 0)
            WHEN 'professional_primary_care' THEN COALESCE(s.professional_primary_care, 0)
            WHEN 'professional_other' THEN COALESCE(s.professional_other, 0)
            WHEN 'long_term' THEN COALESCE(s.long_term, 0)
            WHEN 'other' THEN COALESCE(s.other, 0)
            ELSE 0 END AS numerator,
       CASE (SELECT value FROM variant WHERE name = 'part')
            WHEN 'pharmacy' THEN CASE WHEN m.pharmacy THEN m.months ELSE 0 END
            WHEN 'total' THEN CASE WHEN m.medical AND m.pharmacy THEN m.months ELSE 0 END
            ELSE CASE WHEN m.medical THEN m.months ELSE 0 END END AS denominator
FROM person_month AS m
LEFT JOIN spend_cube AS s ON s.coverage_id = m.coverage_id AND s.month = m.month
UNION ALL
SELECT p.payment_id AS unit_id,
       p.month AS period,
       p.amount AS numerator,
       0 AS denominator
FROM payment AS p
WHERE (SELECT value FROM variant WHERE name = 'payments') = 'yes'
UNION ALL
SELECT s.coverage_id AS unit_id,
       s.month AS period,
       CASE (SELECT value FROM variant WHERE name = 'part')
            WHEN 'medical' THEN s.medical
            WHEN 'pharmacy' THEN s.pharmacy
            WHEN 'inpatient' THEN s.inpatient
            WHEN 'outpatient_facility' THEN s.outpatient_facility
            WHEN 'professional_primary_care' THEN s.professional_primary_care
            WHEN 'professional_other' THEN s.professional_other
            WHEN 'long_term' THEN s.long_term
            WHEN 'other' THEN s.other
            ELSE 0 END AS numerator,
       0 AS denominator
FROM spend_cube AS s
LEFT JOIN person_month AS m ON m.coverage_id = s.coverage_id AND m.month = s.month
WHERE (SELECT value FROM parameter WHERE name = 'spend_requires_enrolment') = 'false'
  AND m.coverage_id IS NULL
  AND s.line_of_business <> 'commercial_partial'
