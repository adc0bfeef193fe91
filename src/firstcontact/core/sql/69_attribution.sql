-- step: 69 attribution
-- scope: bucket
-- about: One row per person, line of business and year with a counted medical month: roster first, then visits.
WITH enrolled AS (
    SELECT m.person_id,
           m.coverage_id,
           m.line_of_business,
           y.year_start,
           COUNT(*) FILTER (y.in_newest_window) AS months
    FROM person_month_base AS m
    JOIN attribution_year AS y ON y.month = m.month
    WHERE m.is_counted AND m.medical
    GROUP BY m.person_id, m.coverage_id, m.line_of_business, y.year_start
    HAVING bool_or(y.in_year)
), judged AS (
    SELECT e.*, e.months >= k.eligible_months AS is_eligible, k.config_id, k.by_dollars
    FROM enrolled AS e
    CROSS JOIN attribution_config AS k
)
SELECT p.person_id,
       p.coverage_id,
       p.year_start,
       p.line_of_business,
       p.is_eligible,
       CASE WHEN r.coverage_id IS NOT NULL THEN r.clinician_npi ELSE c.clinician_npi END AS clinician_npi,
       CASE WHEN r.coverage_id IS NOT NULL THEN r.practice_id ELSE c.practice_id END AS practice_id,
       CASE
           WHEN r.coverage_id IS NOT NULL THEN 'roster'
           WHEN c.step IS NULL THEN 'none'
           WHEN c.step > 0 THEN concat('fallback_', c.step)
           WHEN p.by_dollars THEN 'dollars'
           ELSE 'visits'
       END AS method,
       CASE WHEN r.coverage_id IS NULL THEN c.score END AS score,
       CASE WHEN r.coverage_id IS NULL THEN c.runner_up_score END AS runner_up_score,
       CASE WHEN r.coverage_id IS NULL THEN COALESCE(c.events, 0) ELSE 0 END AS events,
       CASE WHEN r.coverage_id IS NULL THEN c.last_date END AS last_date,
       CASE WHEN r.coverage_id IS NOT NULL THEN 'roster' ELSE c.decided_by END AS decided_by,
       p.config_id
FROM judged AS p
LEFT JOIN attribution_roster AS r ON r.coverage_id = p.coverage_id AND r.year_start = p.year_start AND p.is_eligible
LEFT JOIN attribution_choice AS c ON c.person_id = p.person_id AND c.year_start = p.year_start AND p.is_eligible
ORDER BY p.coverage_id, p.year_start
