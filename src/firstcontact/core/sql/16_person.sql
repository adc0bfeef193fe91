-- step: 16 person
-- scope: bucket
-- about: One row per person: each fact from the latest span that knows it (latest end, latest start, smallest payer).
WITH ranked AS (
    SELECT *, RANK() OVER (PARTITION BY person_id ORDER BY stated_end_date DESC, start_date DESC, payer) AS place
    FROM eligibility_span
), best AS (
    -- The least pair is the best span that knows the fact, then the smallest value among equal spans.
    SELECT person_id,
           MIN({'place': place, 'birth': birth_date, 'precision': COALESCE(birth_date_precision, 'day')})
               FILTER (birth_date IS NOT NULL) AS birth,
           MIN({'place': place, 'word': sex}) FILTER (sex IS NOT NULL) AS sex,
           MIN({'place': place, 'word': ethnicity}) FILTER (ethnicity IS NOT NULL) AS ethnicity,
           MIN({'place': place, 'word': race}) FILTER (race IS NOT NULL) AS race,
           MIN({'place': place, 'word': language}) FILTER (language IS NOT NULL) AS language,
           MIN({'place': place, 'word': disability}) FILTER (disability IS NOT NULL) AS disability,
           MIN({'place': place, 'died': death_date}) FILTER (death_date IS NOT NULL) AS death
    FROM ranked
    GROUP BY person_id
)
SELECT person_id,
       birth.birth AS birth_date,
       birth.precision AS birth_date_precision,
       COALESCE(sex.word, 'unknown') AS sex,
       -- Hispanic first; the two are looked up apart, so that a newer span with the race alone takes no ethnicity away.
       CASE WHEN ethnicity.word = 'hispanic' THEN 'hispanic' ELSE COALESCE(race.word, 'unknown') END AS race_ethnicity,
       COALESCE(language.word, 'unknown') AS language,
       COALESCE(disability.word, 'unknown') AS disability,
       death.died AS death_date
FROM best
ORDER BY person_id
