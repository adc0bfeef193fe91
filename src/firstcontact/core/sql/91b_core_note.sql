-- step: 91b core_note
-- scope: once
-- about: Facts that a run prints beside its results: kind, key, rows and dollars.
WITH total AS (
    SELECT kind, CASE WHEN kind = 'screened_out' THEN 'lines' ELSE key END AS key, SUM(rows) AS rows, SUM(amount) AS amount
    FROM note_part
    GROUP BY 1, 2
    UNION ALL
    SELECT 'screened_out', 'clinicians', COUNT(DISTINCT key), NULL FROM note_part WHERE kind = 'screened_out'
    UNION ALL
    SELECT 'caution', 'wellness_screen_skipped', 1, NULL
    FROM history_seen
    WHERE npi = 0 AND EXISTS (SELECT 1 FROM src_list_role WHERE role = 'reference_history') AND NOT reference_seen
    UNION ALL
    SELECT 'two_persons', 'claim_root', COUNT(*), NULL
    FROM (SELECT root_hash FROM claim_candidate GROUP BY root_hash HAVING MIN(person_id) <> MAX(person_id))
    UNION ALL
    SELECT 'excluded_clinicians', year(year_start) || ' ' || exclusion_reason, COUNT(*), NULL
    FROM clinician_year
    WHERE exclusion_reason IS NOT NULL
    GROUP BY year_start, exclusion_reason
    UNION ALL
    SELECT 'flag', 'em_low_volume', COUNT(*), NULL
    FROM clinician_year
    WHERE em_inpatient + em_outpatient
        < (SELECT CAST(value AS INTEGER) FROM parameter WHERE name = 'hospitalist_min_lines')
)
SELECT kind, key, CAST(rows AS BIGINT) AS rows, CAST(amount AS DECIMAL(38,2)) AS amount
FROM total
WHERE rows > 0
ORDER BY kind, key
