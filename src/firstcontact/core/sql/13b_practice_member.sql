-- step: 13b practice_member
-- scope: once
-- about: Which clinician works at which practice, and when. A part of full time below nothing is not known.
SELECT n.key AS npi, p.key AS practice_id, m.start_date, m.end_date, m.role,
       CASE WHEN m.clinical_fte >= 0 THEN m.clinical_fte END AS clinical_fte
FROM in_practice_provider AS m
JOIN id_npi AS n ON n.id = m.npi
JOIN id_practice AS p ON p.id = m.practice_id
ORDER BY n.key, p.key, m.start_date, m.end_date NULLS LAST, clinical_fte NULLS LAST
