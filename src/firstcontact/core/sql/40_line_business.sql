-- step: 40 line_business
-- scope: bucket
-- about: Line of business of claims that do not say it: of the span that covers the day (same payer first, then priority), else of a payer that has one only.
WITH asked AS (
    SELECT DISTINCT person_id, payer, service_date FROM claim_part WHERE line_of_business IS NULL
    UNION
    SELECT DISTINCT person_id, payer, service_date FROM rx_part WHERE line_of_business IS NULL
),
covered AS (
    SELECT a.person_id, a.payer, a.service_date, s.line_of_business
    FROM asked AS a
    JOIN eligibility_span AS s
      ON s.person_id = a.person_id AND a.service_date BETWEEN s.start_date AND s.end_date
    JOIN line_of_business AS b ON b.line_of_business = s.line_of_business
    QUALIFY row_number() OVER (
        PARTITION BY a.person_id, a.payer, a.service_date ORDER BY s.payer <> a.payer, b.priority, b.key) = 1
)
SELECT a.person_id, a.payer, a.service_date,
       COALESCE(c.line_of_business, o.line_of_business, 'unknown') AS line_of_business
FROM asked AS a
LEFT JOIN covered AS c ON c.person_id = a.person_id AND c.payer = a.payer AND c.service_date = a.service_date
LEFT JOIN payer_business AS o ON o.payer = a.payer
ORDER BY a.person_id, a.payer, a.service_date
