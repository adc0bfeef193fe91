-- step: 54 stay_base
-- scope: bucket
-- about: Stays with the prevention quality indicators they meet; an indicator is a full conjunction on the stay.
WITH met AS (
    SELECT stay_id,
           bool_or(list = 'pqi_01_dx' AND by_principal) AS short_term_diabetes,
           bool_or(list = 'pqi_03_dx' AND by_principal) AS long_term_diabetes,
           bool_or(list IN ('pqi_05_copd_dx', 'pqi_05_asthma_dx') AND by_principal) AS copd_or_asthma,
           bool_or(list = 'pqi_05_excl_respiratory_dx') AS not_05,
           bool_or(list = 'pqi_07_dx' AND by_principal) AS hypertension,
           bool_or(list = 'pqi_07_excl_kidney_dx') AND bool_or(list = 'pqi_07_excl_dialysis_access_px') AS not_07,
           bool_or(list = 'pqi_08_dx' AND by_principal) AS heart_failure,
           bool_or(list = 'pqi_excl_cardiac_px') AS cardiac_procedure,
           bool_or(list = 'pqi_11_dx' AND by_principal) AS pneumonia,
           bool_or(list = 'pqi_11_excl_sickle_cell_dx') AS sickle_cell,
           bool_or(list IN ('pqi_excl_immunocompromised_dx', 'pqi_excl_immunocompromised_px')) AS immunocompromised,
           bool_or(list = 'pqi_12_dx' AND by_principal) AS urinary_infection,
           bool_or(list = 'pqi_12_excl_urinary_dx') AS not_12,
           bool_or(list = 'pqi_14_dx' AND by_principal) AS uncontrolled_diabetes,
           bool_or(list = 'pqi_15_dx' AND by_principal) AS asthma,
           bool_or(list = 'pqi_15_excl_respiratory_dx') AS not_15,
           bool_or(list = 'pqi_16_diabetes_dx') AND bool_or(list = 'pqi_16_amputation_px') AS diabetic_amputation,
           bool_or(list = 'pqi_16_excl_trauma_dx') OR bool_or(list = 'pqi_excl_mdc14_dx' AND by_principal) AS not_16
    FROM stay_list
    GROUP BY stay_id
), candidate AS (
    -- One count per episode, of people whose age, sex and principal diagnosis are known, who did not come by transfer.
    SELECT s.*,
           m.* EXCLUDE (stay_id),
           s.is_first_of_episode AND NOT COALESCE(s.comes_from_elsewhere, FALSE) AND s.age BETWEEN 18 AND 120
               AND s.sex IN ('female', 'male') AND s.principal_dx IS NOT NULL AND COALESCE(s.drg <> '999', TRUE) AS may_count
    FROM stay_fact AS s
    LEFT JOIN met AS m ON m.stay_id = s.stay_id
), judged AS (
    SELECT *,
           COALESCE(may_count AND short_term_diabetes, FALSE) AS pqi_01,
           COALESCE(may_count AND long_term_diabetes, FALSE) AS pqi_03,
           COALESCE(may_count AND age >= 40 AND copd_or_asthma AND NOT not_05, FALSE) AS pqi_05,
           COALESCE(may_count AND hypertension AND NOT cardiac_procedure AND NOT not_07, FALSE) AS pqi_07,
           COALESCE(may_count AND heart_failure AND NOT cardiac_procedure, FALSE) AS pqi_08,
           COALESCE(may_count AND pneumonia AND NOT sickle_cell AND NOT immunocompromised, FALSE) AS pqi_11,
           COALESCE(may_count AND urinary_infection AND NOT not_12 AND NOT immunocompromised, FALSE) AS pqi_12,
           COALESCE(may_count AND uncontrolled_diabetes, FALSE) AS pqi_14,
           COALESCE(may_count AND age <= 39 AND asthma AND NOT not_15, FALSE) AS pqi_15,
           COALESCE(may_count AND diabetic_amputation AND NOT not_16, FALSE) AS pqi_16
    FROM candidate
)
SELECT stay_id,
       episode_id,
       person_id,
       line_of_business,
       payer,
       facility,
       admit_date,
       CASE WHEN COALESCE(discharge_disposition <> '30', TRUE) THEN last_day END AS discharge_date,
       principal_dx,
       admit_source,
       admit_type,
       discharge_disposition,
       drg,
       COALESCE(comes_from_elsewhere, FALSE) OR NOT is_first_of_episode AS transfer_in,
       COALESCE(discharge_disposition IN (SELECT code FROM codelist WHERE list = 'discharge_died'), FALSE) AS died,
       is_first_of_episode,
       CAST(CASE WHEN age BETWEEN 0 AND 120 THEN age END AS SMALLINT) AS age_at_admission,
       spend,
       pqi_01, pqi_03, pqi_05, pqi_07, pqi_08, pqi_11, pqi_12, pqi_14, pqi_15, pqi_16,
       pqi_01 OR pqi_03 OR pqi_05 OR pqi_07 OR pqi_08 OR pqi_11 OR pqi_12 OR pqi_14 OR pqi_15 OR pqi_16 AS pqi_90,
       pqi_11 OR pqi_12 AS pqi_91,
       pqi_01 OR pqi_03 OR pqi_05 OR pqi_07 OR pqi_08 OR pqi_14 OR pqi_15 OR pqi_16 AS pqi_92,
       pqi_01 OR pqi_03 OR pqi_14 OR pqi_16 AS pqi_93
FROM judged
ORDER BY stay_id
