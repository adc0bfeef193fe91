-- step: 86 payment
-- scope: once
-- about: Payments outside claims, spread over their months by days in whole cents; what is left over is in the last month.
WITH numbered AS (
    SELECT *, DENSE_RANK() OVER (ORDER BY payment_id) AS number, period_end - period_start + 1 AS period_days
    FROM in_non_claims_payment
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY payment_id ORDER BY edition DESC, period_start, period_end, amount, recipient_id, payer) = 1
), recipient AS (
    SELECT n.*,
           y.key AS payer_key,
           CASE n.recipient_type WHEN 'practice' THEN p.key WHEN 'clinician' THEN m.practice_id END AS practice_key,
           o.key AS organization_key
    FROM numbered AS n
    LEFT JOIN id_payer AS y ON y.id = n.payer
    LEFT JOIN id_practice AS p ON p.id = n.recipient_id AND n.recipient_type = 'practice'
    LEFT JOIN id_organization AS o ON o.id = n.recipient_id AND n.recipient_type = 'organization'
    LEFT JOIN id_npi AS c ON c.id = n.recipient_id AND n.recipient_type = 'clinician'
    LEFT JOIN practice_member AS m
        ON m.npi = c.key AND m.start_date <= n.period_start AND (m.end_date IS NULL OR m.end_date >= n.period_start)
    QUALIFY ROW_NUMBER() OVER (
        PARTITION BY n.number ORDER BY m.clinical_fte DESC NULLS LAST, m.practice_id NULLS LAST) = 1
), month_part AS (
    SELECT r.*,
           m.month,
           m.year_start,
           LEAST(r.period_end, m.last_day) - GREATEST(r.period_start, m.month) + 1 AS days,
           m.last_day >= r.period_end AS is_last,
           CAST(r.amount * 100 AS BIGINT) AS cents,
           CAST(r.primary_care_amount * 100 AS BIGINT) AS primary_care_cents
    FROM recipient AS r
    JOIN calendar_month AS m ON m.month <= r.period_end AND m.last_day >= r.period_start
), rounded AS (
    -- Half up away from zero in whole numbers: (2 x cents x days + all days) // (2 x all days), with the sign put back.
    SELECT *,
           sign(cents) * ((2 * abs(cents) * days + period_days) // (2 * period_days)) AS share,
           sign(primary_care_cents) * ((2 * abs(primary_care_cents) * days + period_days) // (2 * period_days))
               AS primary_care_share
    FROM month_part
), spread AS (
    SELECT *,
           CASE WHEN is_last THEN cents - COALESCE(SUM(CASE WHEN is_last THEN 0 ELSE share END) OVER payment, 0)
                ELSE share END AS month_cents,
           CASE WHEN is_last THEN primary_care_cents
                    - COALESCE(SUM(CASE WHEN is_last THEN 0 ELSE primary_care_share END) OVER payment, 0)
                ELSE primary_care_share END AS month_primary_care_cents
    FROM rounded
    WINDOW payment AS (PARTITION BY number)
)
SELECT CAST(s.number AS INTEGER) AS payment_id,
       s.month,
       s.year_start,
       s.payer_key AS payer,
       COALESCE(l.line_of_business, 'unknown') AS line_of_business,
       s.practice_key AS practice_id,
       COALESCE(s.organization_key, b.organization_id) AS organization_id,
       CAST(CAST(s.month_cents AS DECIMAL(20, 0)) * 0.01 AS DECIMAL(18, 2)) AS amount,
       CAST(CAST(s.month_primary_care_cents AS DECIMAL(20, 0)) * 0.01 AS DECIMAL(18, 2)) AS primary_care_amount,
       s.primary_care_share_method,
       s.apm_category,
       s.edition,
       CAST(COALESCE(b.area_id, 0) * (SELECT multiplier FROM cell_layout WHERE attribute = 'area')
           + COALESCE(s.payer_key, 0) * (SELECT multiplier FROM cell_layout WHERE attribute = 'payer')
           + COALESCE(l.key, 0) * (SELECT multiplier FROM cell_layout WHERE attribute = 'line_of_business')
           + COALESCE(s.practice_key, 0) * (SELECT multiplier FROM cell_layout WHERE attribute = 'practice') AS BIGINT)
           AS cell_key
FROM spread AS s
LEFT JOIN line_of_business AS l ON l.line_of_business = s.line_of_business
LEFT JOIN practice_base AS b ON b.practice_id = s.practice_key
ORDER BY payment_id, month
