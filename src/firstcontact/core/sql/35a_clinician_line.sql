-- step: 35a clinician_line
-- scope: view
-- about: Final lines with their clinician. A number that is not in the provider file is an individual only as rendering or attending.
SELECT l.*,
       substr(l.bill_type_code, 1, 2) AS tob_prefix2,
       make_date(year(l.service_date), 1, 1) AS year_start,
       CASE WHEN l.rendering_npi IS NOT NULL AND COALESCE(r.is_individual, true) THEN l.rendering_npi
            WHEN b.is_individual THEN l.billing_npi
            WHEN l.claim_type = 'institutional' AND l.attending_npi IS NOT NULL AND COALESCE(a.is_individual, true)
                THEN l.attending_npi END AS clinician_npi
FROM claim_line AS l
LEFT JOIN clinician_flag AS r ON r.npi = l.rendering_npi
LEFT JOIN clinician_flag AS b ON b.npi = l.billing_npi
LEFT JOIN clinician_flag AS a ON a.npi = l.attending_npi
