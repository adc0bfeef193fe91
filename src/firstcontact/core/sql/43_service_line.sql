-- step: 43 service_line
-- scope: bucket
-- about: Final claim lines with every flag that later steps ask for. The bounds' conditions come from the definition packs.
WITH flagged AS (
    SELECT l.*, k.claim_key,
           COALESCE(CAST(l.line_of_business AS VARCHAR), g.line_of_business, 'unknown') AS business,
           p.pos_group AS known_pos_group, b.tob_group,
           COALESCE(/* makes a visit */ false, false) AS makes_visit,
           COALESCE(h.is_wellness, false) AS is_wellness,
           COALESCE(h.is_new_patient, false) AS is_new_patient,
           COALESCE(h.is_telehealth, false) OR COALESCE(p.is_telehealth, false) OR t.modifiers IS NOT NULL AS is_telehealth,
           COALESCE(h.is_after_hours, false) AS is_after_hours_code,
           COALESCE(b.tob_group IN ('health_centre', 'rural_health'), false)
               OR COALESCE(l.place_of_service_code IN ('50', '72'), false) AS is_health_centre,
           COALESCE(r.is_ed, false) AS is_ed_revenue,
           COALESCE(h.is_ed, false) AND (l.claim_type = 'institutional' OR COALESCE(p.pos_group = 'emergency', false))
               AS is_ed_service,
           COALESCE(r.is_room_and_board, false) AS is_room_and_board,
           COALESCE(r.is_observation, false) AS is_observation,
           x.claim_hash IS NOT NULL AS repeats_header,
           /* in narrow */ false AS in_narrow,
           /* in broad */ false AS in_broad,
           /* in reference */ false AS in_reference,
           /* screened out */ false AS screened_out
    FROM practice_line AS l
    LEFT JOIN hcpcs_flag AS h ON h.code = l.hcpcs_code AND l.service_date BETWEEN h.first_day AND h.last_day
    LEFT JOIN place_flag AS p ON p.code = l.place_of_service_code AND l.service_date BETWEEN p.first_day AND p.last_day
    LEFT JOIN bill_type_flag AS b ON b.code = l.tob_prefix2 AND l.service_date BETWEEN b.first_day AND b.last_day
    LEFT JOIN specialty_flag AS s ON s.code = l.rendering_specialty_code AND l.service_date BETWEEN s.first_day AND s.last_day
    LEFT JOIN clinician_flag AS c ON c.npi = l.clinician_npi
    LEFT JOIN clinician_flag AS bill ON bill.npi = l.billing_npi
    LEFT JOIN clinician_flag AS fac ON fac.npi = l.facility_npi
    LEFT JOIN clinician_year AS y ON y.npi = l.clinician_npi AND y.year_start = l.year_start
    LEFT JOIN history_seen AS wr ON wr.npi = l.rendering_npi
    CROSS JOIN (SELECT * FROM history_seen WHERE npi = 0) AS w
    LEFT JOIN revenue_flag AS r ON r.code = l.revenue_center_code AND l.service_date BETWEEN r.first_day AND r.last_day
    LEFT JOIN telehealth_modifiers AS t ON t.modifiers = l.modifiers AND l.service_date BETWEEN t.first_day AND t.last_day
    LEFT JOIN line_business AS g ON g.person_id = l.person_id AND g.payer = l.payer AND g.service_date = l.service_date
    LEFT JOIN claim AS k ON k.claim_hash = l.claim_hash
    LEFT JOIN header_repeat AS x
      ON x.claim_hash = l.claim_hash AND l.claim_line_number > x.first_line
     AND (SELECT value FROM parameter WHERE name = 'header_amount_repeated') = 'first_line'
    /* add-on narrow */
    /* add-on broad */
    /* add-on reference */
),
priced AS (
    SELECT *,
           CASE WHEN is_denied OR repeats_header THEN 0.00
                WHEN allowed_amount IS NOT NULL THEN allowed_amount
                WHEN capitated AND paid_amount = 0 THEN 0.00
                WHEN cost_share IS NOT NULL THEN paid_amount + cost_share
                ELSE paid_amount END AS spend,
           CASE WHEN allowed_amount IS NOT NULL THEN 'allowed'
                WHEN capitated AND paid_amount = 0 THEN 'encounter_zero'
                WHEN cost_share IS NOT NULL THEN 'paid_plus_share'
                ELSE 'paid_only' END AS spend_basis
    FROM flagged
)
SELECT l.claim_key * 16777216 + LEAST(l.claim_line_number, 16777215) AS service_line_id,
       l.claim_key, l.person_id, l.payer, l.plan, CAST(l.business AS line_of_business_word) AS line_of_business, l.data_source,
       CAST(l.claim_type AS claim_type_word) AS claim_type,
       l.service_date, l.service_end_date, CAST(date_trunc('month', l.service_date) AS DATE) AS service_month,
       l.place_of_service_code,
       CAST(CASE WHEN l.place_of_service_code IS NOT NULL THEN COALESCE(l.known_pos_group, 'other') END AS pos_group_word)
           AS pos_group,
       l.bill_type_code, l.tob_prefix2,
       CAST(CASE WHEN l.tob_prefix2 IS NOT NULL THEN COALESCE(l.tob_group, 'other') END AS tob_group_word) AS tob_group,
       l.revenue_center_code, l.hcpcs_code, l.diagnosis_code_1 AS principal_dx,
       l.clinician_npi, l.rendering_npi, l.billing_npi, l.facility_npi, l.practice_id, l.rendering_specialty_code,
       CAST(l.payer_position AS payer_position_word) AS payer_position, l.paid_amount, l.allowed_amount, l.cost_share, CAST(l.spend AS DECIMAL(18,2)) AS spend_amount,
       CAST(l.spend_basis AS spend_basis_word) AS spend_basis, l.capitated,
       CAST(l.payment_arrangement AS payment_arrangement_word) AS payment_arrangement,
        COALESCE(m.months >> (month(l.service_date) - 1) & 1 = 1, false) AS in_month, l.is_denied,
       l.in_narrow, l.in_broad, l.in_reference, l.makes_visit, l.is_wellness, l.is_new_patient, l.is_telehealth,
       l.is_after_hours_code, l.is_health_centre, l.is_ed_revenue, l.is_ed_service, l.is_room_and_board, l.is_observation,
       l.has_drg, l.screened_out
FROM priced AS l
JOIN line_of_business AS n ON n.line_of_business = l.business
LEFT JOIN month_bits AS m
  ON m.coverage_id = CAST(l.person_id AS BIGINT) * 16 + n.key AND m.year = year(l.service_date)
ORDER BY service_line_id
