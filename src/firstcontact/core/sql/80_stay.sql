-- step: 80 stay
-- scope: bucket
-- about: Hospital stays with the cell of the counted month of coverage of their admission.
SELECT s.stay_id,
       s.episode_id,
       s.person_id,
       CAST(s.person_id AS BIGINT) * 16 + l.key AS coverage_id,
       s.line_of_business,
       s.payer,
       s.facility,
       s.admit_date,
       s.discharge_date,
       c.month,
       c.year_start,
       m.coverage_id IS NOT NULL AS in_month,
       s.* EXCLUDE (stay_id, episode_id, person_id, line_of_business, payer, facility, admit_date, discharge_date),
       m.cell_key
FROM stay_base AS s
JOIN calendar_month AS c ON c.month = date_trunc('month', s.admit_date)
JOIN line_of_business AS l ON l.line_of_business = s.line_of_business
LEFT JOIN person_month AS m
    ON m.coverage_id = CAST(s.person_id AS BIGINT) * 16 + l.key AND m.month = c.month AND m.is_counted
ORDER BY s.stay_id
