-- One row per coverage and month: dollars of one part over the months that could have them.
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
