-- step: 35b practice_line
-- scope: view
-- about: Final lines with their clinician and the practice of the day: by billing number, else the clinician's, else the number's only practice.
SELECT l.*, COALESCE(t.practice_id, d.practice_id, o.practice_id) AS practice_id
FROM clinician_line AS l
LEFT JOIN practice_slice AS t
  ON t.npi = l.clinician_npi AND t.billing_tin = l.billing_tin AND l.service_date BETWEEN t.first_day AND t.last_day
LEFT JOIN (SELECT * FROM practice_slice WHERE billing_tin = 0) AS d
  ON d.npi = l.clinician_npi AND l.service_date BETWEEN d.first_day AND d.last_day
LEFT JOIN tin_slice AS o ON o.billing_tin = l.billing_tin AND l.service_date BETWEEN o.first_day AND o.last_day
