-- step: 14 eligibility_span
-- scope: partition
-- about: The eligibility rows with integer keys, blanks filled by the contract's rules, and the area of each span.
WITH pharmacy_payer AS (
    SELECT DISTINCT payer FROM in_pharmacy_claim
), worded AS (
    SELECT *,
           lower(payer_type) AS type_word,
           trim(regexp_replace(lower(COALESCE(race, '')), '[^a-z]+', ' ', 'g')) AS race_words,
           trim(regexp_replace(lower(COALESCE(ethnicity, '')), '[^a-z]+', ' ', 'g')) AS ethnicity_words,
           lower(split_part(language, '-', 1)) AS language_code
    FROM in_eligibility
), grouped AS (
    SELECT *,
           CASE
               WHEN line_of_business IS NOT NULL THEN line_of_business
               WHEN type_word IS NULL THEN 'unknown'
               WHEN type_word IN ('commercial', 'self-insured', 'exchange', 'marketplace') THEN 'commercial'
               WHEN type_word = 'medicare' THEN 'medicare_ffs'
               WHEN type_word LIKE 'medicare adv%' THEN 'medicare_advantage'
               WHEN type_word = 'medicaid' THEN 'medicaid_ffs'
               WHEN type_word LIKE 'medicaid man%' THEN 'medicaid_managed'
               WHEN type_word LIKE 'dual%' THEN 'dual_integrated'
               WHEN type_word = 'self-pay' THEN 'self_pay'
               ELSE 'other_public'
           END AS business,
           -- "not hispanic" and "non hispanic" say nothing about race.
           trim(regexp_replace(race_words, 'no[nt] hispanic( or latino)?', '', 'g')) AS race_word
    FROM worded
)
SELECT p.key % bucket_count() AS bucket,
       p.key AS person_id,
       CAST(COALESCE(b.key, 0) AS TINYINT) AS line_key,
       COALESCE(b.line_of_business, 'unknown') AS line_of_business,
       y.key AS payer,
       l.key AS plan,
       g.enrollment_start_date AS start_date,
       COALESCE(g.enrollment_end_date, data_through()) AS stated_end_date,
       LEAST(COALESCE(g.enrollment_end_date, data_through()), data_through()) AS end_date,
       COALESCE(g.medical_coverage_flag, TRUE) AS medical,
       COALESCE(g.pharmacy_coverage_flag, x.payer IS NOT NULL) AS pharmacy,
       COALESCE(g.behavioral_coverage_flag, FALSE) AS behavioral,
       COALESCE(g.is_secondary_coverage, FALSE) AS is_secondary,
       COALESCE(t.area_id, z.area_id, c.area_id, CASE WHEN COALESCE(g.census_tract, g.zip_code, g.county_fips) IS NOT NULL THEN 0 END) AS area_id,
       n.key AS pcp_npi,
       g.pcp_assignment_type,
       g.birth_date,
       g.birth_date_precision,
       g.death_date,
       NULLIF(g.gender, 'unknown') AS sex,
       CASE
           WHEN g.ethnicity_words LIKE 'hispanic%' OR g.ethnicity_words LIKE 'latin%' THEN 'hispanic'
           WHEN g.ethnicity_words LIKE 'not hispanic%' OR g.ethnicity_words LIKE 'non hispanic%' THEN 'not_hispanic'
       END AS ethnicity,
       CASE
           WHEN g.race_word LIKE '%hispanic%' OR g.race_word LIKE 'latin%' THEN 'hispanic'
           WHEN g.race_word LIKE 'more than one%' OR g.race_word LIKE 'two or more%' OR g.race_word LIKE 'multi%'
               THEN 'multiple'
           WHEN g.race_word LIKE 'american indian%' OR g.race_word LIKE 'alaska native%' THEN 'american_indian'
           WHEN g.race_word LIKE 'native hawaiian%' OR g.race_word LIKE 'pacific islander%' THEN 'pacific_islander'
           WHEN g.race_word LIKE 'middle eastern%' OR g.race_word LIKE 'north african%' THEN 'middle_eastern'
           WHEN g.race_word LIKE 'black%' OR g.race_word LIKE 'african american%' THEN 'black'
           WHEN g.race_word LIKE 'asian%' THEN 'asian'
           WHEN g.race_word LIKE 'white%' THEN 'white'
       END AS race,
       CASE
           WHEN g.language_code IN ('en', 'eng', 'english') THEN 'english'
           WHEN g.language_code IN ('es', 'spa', 'spanish') THEN 'spanish'
           WHEN g.language_code NOT IN ('', 'und', 'unk', 'unknown') THEN 'other'
       END AS language,
       CASE WHEN g.disability_flag THEN 'yes' WHEN NOT g.disability_flag THEN 'no' END AS disability
FROM grouped AS g
JOIN id_person AS p ON p.id = g.person_id
LEFT JOIN line_of_business AS b ON b.line_of_business = g.business
LEFT JOIN id_payer AS y ON y.id = g.payer
LEFT JOIN id_plan AS l ON l.id = g.plan
LEFT JOIN id_npi AS n ON n.id = g.pcp_npi
LEFT JOIN pharmacy_payer AS x ON x.payer = g.payer
LEFT JOIN area_place AS t ON t.kind = 'tract' AND t.place = g.census_tract
LEFT JOIN area_place AS z ON z.kind = 'zip' AND z.place = g.zip_code
LEFT JOIN area_place AS c ON c.kind = 'county' AND c.place = g.county_fips
