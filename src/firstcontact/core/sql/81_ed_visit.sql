-- step: 81 ed_visit
-- scope: bucket
-- about: Emergency visits with the cell of the counted month of coverage of the arrival.
SELECT e.ed_visit_id,
       e.person_id,
       CAST(e.person_id AS BIGINT) * 16 + l.key AS coverage_id,
       e.line_of_business,
       e.payer,
       e.facility,
       e.service_date,
       c.month,
       c.year_start,
       m.coverage_id IS NOT NULL AS in_month,
       e.* EXCLUDE (ed_visit_id, person_id, line_of_business, payer, facility, service_date),
       m.cell_key
FROM ed_visit_base AS e
JOIN calendar_month AS c ON c.month = date_trunc('month', e.service_date)
JOIN line_of_business AS l ON l.line_of_business = e.line_of_business
LEFT JOIN person_month AS m
    ON m.coverage_id = CAST(e.person_id AS BIGINT) * 16 + l.key AND m.month = c.month AND m.is_counted
ORDER BY e.ed_visit_id
