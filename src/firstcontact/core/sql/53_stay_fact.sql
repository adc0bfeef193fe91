-- step: 53 stay_fact
-- scope: bucket
-- about: One row per stay: admission facts of its first claim, discharge facts of its last, and the episode of transfers.
WITH merged AS (
    SELECT stay_id,
           person_id,
           MIN(starts) AS admit_date,
           MAX(ends) AS last_day,
           CAST(SUM(spend) AS DECIMAL(18, 2)) AS spend,
           COALESCE(MIN(drg_code) FILTER (is_last_claim), MAX(drg_code)) AS drg
    FROM stay_claim
    GROUP BY stay_id, person_id
), stay AS (
    SELECT m.*,
           f.facility,
           f.line_of_business,
           f.payer,
           f.principal_dx,
           f.admit_source_code AS admit_source,
           f.admit_type_code AS admit_type,
           l.discharge_disposition_code AS discharge_disposition,
           COALESCE(m.admit_date > MAX(m.last_day) OVER (
               PARTITION BY m.person_id ORDER BY m.admit_date, m.last_day, m.stay_id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, TRUE) AS is_first_of_episode
    FROM merged AS m
    JOIN stay_claim AS f ON f.stay_id = m.stay_id AND f.is_first_claim
    JOIN stay_claim AS l ON l.stay_id = m.stay_id AND l.is_last_claim
)
SELECT s.*,
       MAX(CASE WHEN s.is_first_of_episode THEN s.stay_id END) OVER (
           PARTITION BY s.person_id ORDER BY s.admit_date, s.last_day, s.stay_id
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS episode_id,
       s.admit_source IN (SELECT code FROM codelist WHERE list = 'admit_source_transfer') AS comes_from_elsewhere,
       year(s.admit_date) - year(p.birth_date)
           - CAST((month(s.admit_date), day(s.admit_date)) < (month(p.birth_date), day(p.birth_date)) AS INTEGER) AS age,
       p.sex
FROM stay AS s
LEFT JOIN person AS p ON p.person_id = s.person_id
ORDER BY s.stay_id
