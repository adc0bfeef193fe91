-- step: 68 attribution_choice
-- scope: bucket
-- about: The winner of each person and year in the first step that has a candidate, and what decided it.
WITH pair AS (
    SELECT s.*,
           CASE WHEN k.by_practice THEN s.practice_id ELSE s.clinician_npi END AS unit,
           CASE WHEN k.by_practice THEN s.clinician_npi ELSE s.practice_id END AS partner,
           s.last_date - DATE '1970-01-01' AS last_day,
           k.first_tie,
           k.second_tie,
           k.min_events
    FROM attribution_score AS s
    CROSS JOIN attribution_config AS k
), candidate AS (
    SELECT person_id,
           year_start,
           step,
           unit,
           first_tie,
           second_tie,
           SUM(score) AS score,
           SUM(events) AS events,
           MAX(last_day) AS last_day
    FROM pair
    WHERE unit IS NOT NULL
    GROUP BY person_id, year_start, step, unit, first_tie, second_tie, min_events
    HAVING SUM(events) >= min_events
), ordered AS (
    SELECT *,
           CASE first_tie WHEN 'latest_date' THEN last_day WHEN 'most_events' THEN events ELSE 0 END AS tie_1,
           CASE second_tie WHEN 'latest_date' THEN last_day WHEN 'most_events' THEN events ELSE 0 END AS tie_2
    FROM candidate
), ranked AS (
    SELECT *,
           ROW_NUMBER() OVER best AS place,
           LEAD(step) OVER best = step AS has_runner_up,
           LEAD(score) OVER best AS next_score,
           LEAD(tie_1) OVER best AS next_tie_1,
           LEAD(tie_2) OVER best AS next_tie_2
    FROM ordered
    WINDOW best AS (PARTITION BY person_id, year_start ORDER BY step, score DESC, tie_1 DESC, tie_2 DESC, unit)
), winner AS (
    SELECT *,
           CASE
               WHEN NOT COALESCE(has_runner_up, FALSE) OR next_score < score THEN 'score'
               WHEN next_tie_1 < tie_1 THEN first_tie
               WHEN next_tie_2 < tie_2 THEN second_tie
               ELSE 'smallest_id'
           END AS decided_by
    FROM ranked
    WHERE place = 1
), partner AS (
    -- By the same rule the clinician within the practice, or the practice where the clinician was seen.
    SELECT w.person_id,
           w.year_start,
           p.partner
    FROM winner AS w
    JOIN pair AS p
        ON p.person_id = w.person_id AND p.year_start = w.year_start AND p.step = w.step AND p.unit = w.unit
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY w.person_id, w.year_start
        ORDER BY p.score DESC,
                 CASE p.first_tie WHEN 'latest_date' THEN p.last_day WHEN 'most_events' THEN p.events ELSE 0 END DESC,
                 CASE p.second_tie WHEN 'latest_date' THEN p.last_day WHEN 'most_events' THEN p.events ELSE 0 END DESC,
                 p.partner NULLS LAST) = 1
)
SELECT w.person_id,
       w.year_start,
       w.step,
       CASE WHEN k.by_practice THEN p.partner ELSE w.unit END AS clinician_npi,
       CASE WHEN k.by_practice THEN w.unit ELSE p.partner END AS practice_id,
       CAST(w.score / k.denominator AS DECIMAL(18, 6)) AS score,
       CAST(CASE WHEN w.has_runner_up THEN w.next_score / k.denominator END AS DECIMAL(18, 6)) AS runner_up_score,
       CAST(w.events AS INTEGER) AS events,
       DATE '1970-01-01' + CAST(w.last_day AS INTEGER) AS last_date,
       w.decided_by
FROM winner AS w
JOIN partner AS p ON p.person_id = w.person_id AND p.year_start = w.year_start
CROSS JOIN attribution_config AS k
ORDER BY w.person_id, w.year_start
