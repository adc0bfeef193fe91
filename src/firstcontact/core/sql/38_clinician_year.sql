-- step: 38 clinician_year
-- scope: once
-- about: Every clinician with a claim or a place in the roster, by year: activity, hospitalist rule, and whether it counts as primary care.
WITH people AS (
    SELECT npi, year_start, SUM(people) AS people, SUM(lines) AS lines FROM clinician_people GROUP BY npi, year_start
),
em AS (
    SELECT npi, year_start, SUM(em_inpatient) AS em_inpatient, SUM(em_outpatient) AS em_outpatient
    FROM clinician_code WHERE npi IS NOT NULL GROUP BY npi, year_start
),
at_practice AS (
    SELECT npi, year_start, practice_id, SUM(visits) AS visits, SUM(wellness_visits) AS wellness_visits
    FROM clinician_visit GROUP BY npi, year_start, practice_id
),
visits AS (
    SELECT npi, year_start, SUM(visits) AS visits, SUM(wellness_visits) AS wellness_visits,
           arg_min(practice_id, ROW(-visits, practice_id)) FILTER (practice_id IS NOT NULL) AS practice_id
    FROM at_practice GROUP BY npi, year_start
),
years AS (
    SELECT year_start FROM measured_period UNION SELECT year_start FROM people UNION SELECT year_start FROM em
),
everyone AS (
    SELECT npi FROM people UNION SELECT npi FROM em UNION SELECT npi FROM practice_member
),
rule AS (
    SELECT CAST(MAX(value) FILTER (name = 'active_min_people') AS INTEGER) AS active_min_people,
           CAST(MAX(value) FILTER (name = 'hospitalist_share') AS DECIMAL(9,6)) AS hospitalist_share,
           CAST(MAX(value) FILTER (name = 'hospitalist_min_lines') AS INTEGER) AS hospitalist_min_lines,
           CAST(MAX(value) FILTER (name = 'np_pa_setting_share') AS DECIMAL(9,6)) AS setting_share
    FROM parameter
),
in_year AS (
    SELECT DISTINCT m.npi, y.year_start, m.practice_id, m.role
    FROM practice_member AS m
    JOIN years AS y ON m.start_date < y.year_start + INTERVAL 1 YEAR AND COALESCE(m.end_date >= y.year_start, true)
),
core_practice AS (
    SELECT DISTINCT w.practice_id, w.year_start
    FROM (SELECT npi, year_start, practice_id FROM in_year UNION SELECT npi, year_start, practice_id FROM at_practice) AS w
    JOIN clinician_flag AS f ON f.npi = w.npi
    WHERE f.is_core AND f.is_individual AND w.practice_id IS NOT NULL
),
setting AS (
    SELECT a.npi, a.year_start,
           SUM(a.visits) FILTER (c.practice_id IS NOT NULL) >= (SELECT setting_share FROM rule) * SUM(a.visits) AS is_known
    FROM at_practice AS a
    LEFT JOIN core_practice AS c ON c.practice_id = a.practice_id AND c.year_start = a.year_start
    GROUP BY a.npi, a.year_start
),
mid_year AS (
    SELECT m.npi, y.year_start, SUM(m.clinical_fte) AS fte
    FROM practice_member AS m
    JOIN years AS y
      ON m.start_date <= y.year_start + INTERVAL 6 MONTH AND COALESCE(m.end_date >= y.year_start + INTERVAL 6 MONTH, true)
    GROUP BY m.npi, y.year_start
),
fact AS (
    SELECT e.npi, y.year_start, COALESCE(c.class, 'other') AS class,
           COALESCE(c.entity_type = 'individual', false) AS is_individual,
           COALESCE(c.deactivation_date < y.year_start + INTERVAL 6 MONTH, false) AS is_deactivated,
           COALESCE(c.override, '') AS override,
           COALESCE(f.is_roster, false) AS is_roster,
           NOT COALESCE(f.names_no_field, false) OR COALESCE(s.is_known, false)
               OR EXISTS (SELECT 1 FROM in_year AS r
                          WHERE r.npi = e.npi AND r.year_start = y.year_start AND r.role = 'primary_care') AS setting_is_known,
           COALESCE(p.people, 0) AS people, COALESCE(p.lines, 0) AS lines,
           COALESCE(m.em_inpatient, 0) AS em_inpatient, COALESCE(m.em_outpatient, 0) AS em_outpatient,
           COALESCE(v.visits, 0) AS visits, COALESCE(v.wellness_visits, 0) AS wellness_visits, v.practice_id,
           COALESCE(p.people, 0) >= (SELECT active_min_people FROM rule) AS is_active,
           d.npi IS NOT NULL AS is_in_force, d.fte
    FROM everyone AS e
    CROSS JOIN years AS y
    LEFT JOIN clinician AS c ON c.npi = e.npi
    LEFT JOIN clinician_flag AS f ON f.npi = e.npi
    LEFT JOIN people AS p ON p.npi = e.npi AND p.year_start = y.year_start
    LEFT JOIN em AS m ON m.npi = e.npi AND m.year_start = y.year_start
    LEFT JOIN visits AS v ON v.npi = e.npi AND v.year_start = y.year_start
    LEFT JOIN setting AS s ON s.npi = e.npi AND s.year_start = y.year_start
    LEFT JOIN mid_year AS d ON d.npi = e.npi AND d.year_start = y.year_start
),
judged AS (
    SELECT f.*,
           f.em_inpatient + f.em_outpatient >= r.hospitalist_min_lines
               AND f.em_inpatient >= r.hospitalist_share * (f.em_inpatient + f.em_outpatient) AS is_hospitalist
    FROM fact AS f CROSS JOIN rule AS r
),
reasoned AS (
    SELECT *,
           CASE WHEN NOT is_individual THEN 'not_individual'
                WHEN is_deactivated THEN 'deactivated'
                WHEN override = 'no' THEN 'override_no'
                WHEN override = 'yes' THEN NULL
                WHEN NOT is_roster THEN 'taxonomy'
                WHEN NOT setting_is_known THEN 'np_pa_setting_unknown'
                WHEN is_hospitalist THEN 'hospitalist'
                WHEN NOT is_active THEN 'inactive' END AS exclusion_reason
    FROM judged
),
usual AS (
    SELECT year_start, median(visits) AS visits
    FROM judged
    WHERE is_individual AND NOT is_deactivated AND class = 'physician' AND is_active
    GROUP BY year_start
)
SELECT r.npi, r.year_start, r.class,
       CAST(r.people AS INTEGER) AS claims_people, CAST(r.lines AS INTEGER) AS claims_lines,
       CAST(r.em_inpatient AS INTEGER) AS em_inpatient, CAST(r.em_outpatient AS INTEGER) AS em_outpatient,
       CAST(r.visits AS INTEGER) AS visits, CAST(r.wellness_visits AS INTEGER) AS wellness_visits,
       r.is_active, r.is_hospitalist,
       COALESCE(r.exclusion_reason, 'inactive') = 'inactive' AS is_primary_care,
       r.exclusion_reason IS NULL AS on_roster,
       r.exclusion_reason IS NULL AND (r.is_in_force OR NOT EXISTS (SELECT 1 FROM practice_member)) AS at_mid_year,
       r.exclusion_reason, r.practice_id, b.area_id,
       COALESCE(
           CAST(r.fte AS DECIMAL(9,6)),
           CAST(CASE WHEN u.visits > 0 THEN LEAST(1.0, r.visits / u.visits) END AS DECIMAL(9,6))
       ) AS clinical_fte,
       r.fte IS NULL AND u.visits > 0 AS fte_estimated
FROM reasoned AS r
LEFT JOIN usual AS u ON u.year_start = r.year_start
LEFT JOIN practice_base AS b ON b.practice_id = r.practice_id
ORDER BY r.npi, r.year_start
