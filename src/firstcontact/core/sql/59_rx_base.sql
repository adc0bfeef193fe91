-- step: 59 rx_base
-- scope: view
-- about: One row per final pharmacy line with a quantity that is not zero or below; thirty days are one fill.
SELECT CAST(person_id AS BIGINT) * 1000000
           + ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY dispensing_date, data_source, claim_id, claim_line_number)
           AS fill_id,
       person_id,
       line_of_business,
       payer,
       dispensing_date,
       ndc_code,
       days_supply,
       quantity,
       prescriber_npi,
       paid_amount,
       allowed_amount,
       spend_amount,
       -- Days over thirty never end in a half of the sixth decimal; without days of supply, or with days below
       -- none, it is one fill.
       CAST(CASE WHEN days_supply >= 0 THEN days_supply ELSE 30 END / 30.0 AS DECIMAL(18, 6)) AS fills_30
FROM final_rx
WHERE quantity > 0 OR quantity IS NULL
