-- step: 36b clinician_code
-- scope: bucket
-- about: Hospital and office visit lines by rendering number and year, and whether it has a line of the packs' history lists.
SELECT l.rendering_npi AS npi,
       make_date(year(l.service_date), 1, 1) AS year_start,
       CAST(COUNT(*) FILTER (h.is_em_inpatient) AS INTEGER) AS em_inpatient,
       CAST(COUNT(*) FILTER (h.is_em_outpatient) AS INTEGER) AS em_outpatient,
       bool_or(h.narrow_history) AS narrow_seen,
       bool_or(h.broad_history) AS broad_seen,
       bool_or(h.reference_history) AS reference_seen
FROM claim_line AS l
JOIN hcpcs_flag AS h ON h.code = l.hcpcs_code AND l.service_date BETWEEN h.first_day AND h.last_day
WHERE (h.is_em_inpatient OR h.is_em_outpatient OR h.narrow_history OR h.broad_history OR h.reference_history)
  AND NOT l.is_denied
GROUP BY 1, 2
ORDER BY 1 NULLS FIRST, 2
