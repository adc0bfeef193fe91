-- step: 66 attribution_roster
-- scope: bucket
-- about: What the roster says on the last day of each year: by kind of row, then latest start, then smallest ids.
WITH in_force AS (
    SELECT r.coverage_id, y.year_start, y.last_day, b.place, r.start_date, r.npi, r.practice_id
    FROM roster_row AS r
    JOIN (SELECT DISTINCT year_start, last_day FROM attribution_year) AS y
        ON r.start_date <= y.last_day AND (r.end_date IS NULL OR r.end_date >= y.last_day)
    JOIN attribution_basis AS b ON b.basis = r.basis
    WHERE (SELECT roster_first FROM attribution_config)
), valid AS (
    -- A clinician who is not in the provider table, or has left, is nobody's clinician.
    SELECT f.coverage_id,
           f.year_start,
           f.npi AS clinician_npi,
           COALESCE(f.practice_id, p.practice_id) AS practice_id,
           f.place,
           f.start_date
    FROM in_force AS f
    LEFT JOIN clinician AS c
        ON c.npi = f.npi AND c.entity_type = 'individual' AND COALESCE(c.deactivation_date > f.last_day, TRUE)
    LEFT JOIN clinician_practice AS p ON p.npi = f.npi AND p.year_start = f.year_start
    WHERE f.npi IS NULL OR c.npi IS NOT NULL
)
SELECT coverage_id, year_start, clinician_npi, practice_id
FROM valid
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY coverage_id, year_start
    ORDER BY place, start_date DESC, practice_id NULLS LAST, clinician_npi NULLS LAST) = 1
ORDER BY coverage_id, year_start
