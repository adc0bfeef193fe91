-- step: 22 facility_part
-- scope: partition
-- about: What only institutional claims and lines in an emergency room carry: stay facts, diagnoses 2-25 and procedures, packed with '|'.
-- Packed in three groups, because most claims fill the first places only and an empty group costs nothing.
WITH raw AS (
    SELECT *,
           COALESCE(discharge_date, claim_start_date) >= DATE '2015-10-01' AS is_icd_10,
           CASE WHEN COALESCE(diagnosis_code_2, diagnosis_code_3, diagnosis_code_4, diagnosis_code_5)
                     IS NULL THEN '|||'
                ELSE COALESCE(diagnosis_code_2, '') || '|' || COALESCE(diagnosis_code_3, '') || '|' ||
                     COALESCE(diagnosis_code_4, '') || '|' || COALESCE(diagnosis_code_5, '')
           END AS few_diagnoses,
           CASE WHEN COALESCE(diagnosis_code_6, diagnosis_code_7, diagnosis_code_8, diagnosis_code_9,
                        diagnosis_code_10, diagnosis_code_11)
                     IS NULL THEN '|||||'
                ELSE COALESCE(diagnosis_code_6, '') || '|' || COALESCE(diagnosis_code_7, '') || '|' ||
                     COALESCE(diagnosis_code_8, '') || '|' || COALESCE(diagnosis_code_9, '') || '|' ||
                     COALESCE(diagnosis_code_10, '') || '|' || COALESCE(diagnosis_code_11, '')
           END AS more_diagnoses,
           CASE WHEN COALESCE(diagnosis_code_12, diagnosis_code_13, diagnosis_code_14, diagnosis_code_15,
                        diagnosis_code_16, diagnosis_code_17, diagnosis_code_18, diagnosis_code_19, diagnosis_code_20,
                        diagnosis_code_21, diagnosis_code_22, diagnosis_code_23, diagnosis_code_24, diagnosis_code_25)
                     IS NULL THEN '|||||||||||||'
                ELSE COALESCE(diagnosis_code_12, '') || '|' || COALESCE(diagnosis_code_13, '') || '|' ||
                     COALESCE(diagnosis_code_14, '') || '|' || COALESCE(diagnosis_code_15, '') || '|' ||
                     COALESCE(diagnosis_code_16, '') || '|' || COALESCE(diagnosis_code_17, '') || '|' ||
                     COALESCE(diagnosis_code_18, '') || '|' || COALESCE(diagnosis_code_19, '') || '|' ||
                     COALESCE(diagnosis_code_20, '') || '|' || COALESCE(diagnosis_code_21, '') || '|' ||
                     COALESCE(diagnosis_code_22, '') || '|' || COALESCE(diagnosis_code_23, '') || '|' ||
                     COALESCE(diagnosis_code_24, '') || '|' || COALESCE(diagnosis_code_25, '')
           END AS most_diagnoses,
           CASE WHEN COALESCE(procedure_code_1, procedure_code_2, procedure_code_3)
                     IS NULL THEN '||'
                ELSE COALESCE(procedure_code_1 || ':' || COALESCE(CAST(procedure_date_1 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_2 || ':' || COALESCE(CAST(procedure_date_2 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_3 || ':' || COALESCE(CAST(procedure_date_3 AS VARCHAR), ''), '')
           END AS few_procedures,
           CASE WHEN COALESCE(procedure_code_4, procedure_code_5, procedure_code_6, procedure_code_7,
                        procedure_code_8, procedure_code_9)
                     IS NULL THEN '|||||'
                ELSE COALESCE(procedure_code_4 || ':' || COALESCE(CAST(procedure_date_4 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_5 || ':' || COALESCE(CAST(procedure_date_5 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_6 || ':' || COALESCE(CAST(procedure_date_6 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_7 || ':' || COALESCE(CAST(procedure_date_7 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_8 || ':' || COALESCE(CAST(procedure_date_8 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_9 || ':' || COALESCE(CAST(procedure_date_9 AS VARCHAR), ''), '')
           END AS more_procedures,
           CASE WHEN COALESCE(procedure_code_10, procedure_code_11, procedure_code_12, procedure_code_13,
                        procedure_code_14, procedure_code_15, procedure_code_16, procedure_code_17, procedure_code_18,
                        procedure_code_19, procedure_code_20, procedure_code_21, procedure_code_22, procedure_code_23,
                        procedure_code_24, procedure_code_25)
                     IS NULL THEN '|||||||||||||||'
                ELSE COALESCE(procedure_code_10 || ':' || COALESCE(CAST(procedure_date_10 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_11 || ':' || COALESCE(CAST(procedure_date_11 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_12 || ':' || COALESCE(CAST(procedure_date_12 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_13 || ':' || COALESCE(CAST(procedure_date_13 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_14 || ':' || COALESCE(CAST(procedure_date_14 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_15 || ':' || COALESCE(CAST(procedure_date_15 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_16 || ':' || COALESCE(CAST(procedure_date_16 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_17 || ':' || COALESCE(CAST(procedure_date_17 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_18 || ':' || COALESCE(CAST(procedure_date_18 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_19 || ':' || COALESCE(CAST(procedure_date_19 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_20 || ':' || COALESCE(CAST(procedure_date_20 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_21 || ':' || COALESCE(CAST(procedure_date_21 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_22 || ':' || COALESCE(CAST(procedure_date_22 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_23 || ':' || COALESCE(CAST(procedure_date_23 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_24 || ':' || COALESCE(CAST(procedure_date_24 AS VARCHAR), ''), '') || '|' ||
                     COALESCE(procedure_code_25 || ':' || COALESCE(CAST(procedure_date_25 AS VARCHAR), ''), '')
           END AS most_procedures
    FROM in_medical_claim
    WHERE claim_type = 'institutional'
       OR place_of_service_code IN (SELECT code FROM codelist WHERE list = 'pos_group_emergency')
)
SELECT p.key % bucket_count() AS bucket,
       CAST(r.file_key AS BIGINT) * 1099511627776 + r.line AS row_id,
       r.claim_start_date,
       r.claim_end_date,
       r.admission_date,
       r.discharge_date,
       r.admit_source_code,
       r.admit_type_code,
       r.discharge_disposition_code,
       r.drg_code,
       COALESCE(r.diagnosis_code_type, CASE WHEN r.is_icd_10 THEN 'icd-10-cm' ELSE 'icd-9-cm' END) AS diagnosis_code_type,
       NULLIF(rtrim(r.few_diagnoses || '|' || r.more_diagnoses || '|' || r.most_diagnoses, '|'), '') AS other_diagnoses,
       COALESCE(r.procedure_code_type, CASE WHEN r.is_icd_10 THEN 'icd-10-pcs' ELSE 'icd-9-pcs' END) AS procedure_code_type,
       NULLIF(rtrim(r.few_procedures || '|' || r.more_procedures || '|' || r.most_procedures, '|'), '') AS procedures
FROM raw AS r
JOIN id_person AS p ON p.id = r.person_id
