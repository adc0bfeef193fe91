-- step: 41 addon_trigger
-- scope: bucket
-- about: Days on which a person's kept office visit pulls in the facility's clinic line, by bound. The conditions come from the definition packs.
SELECT 'narrow' AS bound, l.person_id, l.service_date
FROM clinician_line AS l
LEFT JOIN hcpcs_flag AS h ON h.code = l.hcpcs_code AND l.service_date BETWEEN h.first_day AND h.last_day
LEFT JOIN place_flag AS p ON p.code = l.place_of_service_code AND l.service_date BETWEEN p.first_day AND p.last_day
LEFT JOIN bill_type_flag AS b ON b.code = l.tob_prefix2 AND l.service_date BETWEEN b.first_day AND b.last_day
LEFT JOIN specialty_flag AS s ON s.code = l.rendering_specialty_code AND l.service_date BETWEEN s.first_day AND s.last_day
LEFT JOIN clinician_flag AS c ON c.npi = l.clinician_npi
LEFT JOIN clinician_flag AS bill ON bill.npi = l.billing_npi
LEFT JOIN clinician_flag AS fac ON fac.npi = l.facility_npi
LEFT JOIN clinician_year AS y ON y.npi = l.clinician_npi AND y.year_start = l.year_start
LEFT JOIN history_seen AS wr ON wr.npi = l.rendering_npi
CROSS JOIN (SELECT * FROM history_seen WHERE npi = 0) AS w
WHERE /* trigger narrow */ false
UNION
SELECT 'broad', l.person_id, l.service_date
FROM clinician_line AS l
LEFT JOIN hcpcs_flag AS h ON h.code = l.hcpcs_code AND l.service_date BETWEEN h.first_day AND h.last_day
LEFT JOIN place_flag AS p ON p.code = l.place_of_service_code AND l.service_date BETWEEN p.first_day AND p.last_day
LEFT JOIN bill_type_flag AS b ON b.code = l.tob_prefix2 AND l.service_date BETWEEN b.first_day AND b.last_day
LEFT JOIN specialty_flag AS s ON s.code = l.rendering_specialty_code AND l.service_date BETWEEN s.first_day AND s.last_day
LEFT JOIN clinician_flag AS c ON c.npi = l.clinician_npi
LEFT JOIN clinician_flag AS bill ON bill.npi = l.billing_npi
LEFT JOIN clinician_flag AS fac ON fac.npi = l.facility_npi
LEFT JOIN clinician_year AS y ON y.npi = l.clinician_npi AND y.year_start = l.year_start
LEFT JOIN history_seen AS wr ON wr.npi = l.rendering_npi
CROSS JOIN (SELECT * FROM history_seen WHERE npi = 0) AS w
WHERE /* trigger broad */ false
UNION
SELECT 'reference', l.person_id, l.service_date
FROM clinician_line AS l
LEFT JOIN hcpcs_flag AS h ON h.code = l.hcpcs_code AND l.service_date BETWEEN h.first_day AND h.last_day
LEFT JOIN place_flag AS p ON p.code = l.place_of_service_code AND l.service_date BETWEEN p.first_day AND p.last_day
LEFT JOIN bill_type_flag AS b ON b.code = l.tob_prefix2 AND l.service_date BETWEEN b.first_day AND b.last_day
LEFT JOIN specialty_flag AS s ON s.code = l.rendering_specialty_code AND l.service_date BETWEEN s.first_day AND s.last_day
LEFT JOIN clinician_flag AS c ON c.npi = l.clinician_npi
LEFT JOIN clinician_flag AS bill ON bill.npi = l.billing_npi
LEFT JOIN clinician_flag AS fac ON fac.npi = l.facility_npi
LEFT JOIN clinician_year AS y ON y.npi = l.clinician_npi AND y.year_start = l.year_start
LEFT JOIN history_seen AS wr ON wr.npi = l.rendering_npi
CROSS JOIN (SELECT * FROM history_seen WHERE npi = 0) AS w
WHERE /* trigger reference */ false
ORDER BY ALL
