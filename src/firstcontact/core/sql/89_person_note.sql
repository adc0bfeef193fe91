-- step: 89 person_note
-- scope: once
-- about: Facts about people that the run prints: how many, of how many.
WITH everyone AS (
    SELECT p.*, v.first_visit
    FROM person AS p
    LEFT JOIN (SELECT person_id, MIN(service_date) AS first_visit FROM visit_base GROUP BY person_id) AS v
        ON v.person_id = p.person_id
), of_people AS (
    SELECT UNNEST([
        {'note': 'without_birth_date', 'count': COUNT(*) FILTER (birth_date IS NULL), 'total': COUNT(*)},
        {'note': 'age_over_120', 'count': COUNT(*) FILTER (year(data_through()) - year(birth_date) > 120),
         'total': COUNT(*)},
        {'note': 'visit_before_birth', 'count': COUNT(*) FILTER (first_visit < birth_date), 'total': COUNT(*)},
        {'note': 'without_sex', 'count': COUNT(*) FILTER (sex = 'unknown'), 'total': COUNT(*)}]) AS fact
    FROM everyone
), of_spans AS (
    SELECT {'note': 'spans_with_overlap', 'count': COUNT(*) FILTER (shared_until >= start_date OR shared_from <= end_date),
            'total': COUNT(*)} AS fact
    FROM coverage_span
), of_visits AS (
    SELECT {'note': 'visits_of_clinician_not_in_provider',
            'count': COUNT(*) FILTER (v.clinician_npi IS NOT NULL AND c.npi IS NULL), 'total': COUNT(*)} AS fact
    FROM visit_base AS v
    LEFT JOIN clinician AS c ON c.npi = v.clinician_npi
), of_attribution AS (
    SELECT UNNEST([
        {'note': 'attributed', 'count': COUNT(*) FILTER (method <> 'none'), 'total': COUNT(*)},
        {'note': 'attributed_by_roster', 'count': COUNT(*) FILTER (method = 'roster'), 'total': COUNT(*)},
        {'note': 'attributed_by_smallest_id', 'count': COUNT(*) FILTER (decided_by = 'smallest_id'),
         'total': COUNT(*)}]) AS fact
    FROM attribution
    WHERE is_eligible
)
SELECT fact.note AS note, CAST(fact.count AS BIGINT) AS count, CAST(fact.total AS BIGINT) AS total
FROM (SELECT * FROM of_people UNION ALL SELECT * FROM of_spans
      UNION ALL SELECT * FROM of_visits UNION ALL SELECT * FROM of_attribution)
ORDER BY note
