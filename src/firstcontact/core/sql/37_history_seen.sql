-- step: 37 history_seen
-- scope: once
-- about: Rendering numbers with a line of a pack's history list anywhere in the data, and (npi 0) whether the data hold such a line at all.
WITH npi AS (
    SELECT npi, bool_or(narrow_seen) AS narrow_seen, bool_or(broad_seen) AS broad_seen, bool_or(reference_seen) AS reference_seen
    FROM clinician_code
    GROUP BY npi
)
SELECT npi, narrow_seen, broad_seen, reference_seen FROM npi WHERE npi IS NOT NULL
UNION ALL
SELECT 0, COALESCE(bool_or(narrow_seen), false), COALESCE(bool_or(broad_seen), false), COALESCE(bool_or(reference_seen), false)
FROM npi
ORDER BY npi
