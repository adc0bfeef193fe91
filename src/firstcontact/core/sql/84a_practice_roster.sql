-- step: 84a practice_roster
-- scope: once
-- about: Roster clinicians of a practice on 1 July of a year with their part of full time; an estimated part is shared out.
WITH member AS (
    SELECT c.npi, c.year_start, m.practice_id, c.class, m.clinical_fte, c.clinical_fte AS whole, c.fte_estimated
    FROM clinician_year AS c
    JOIN practice_member AS m
        ON m.npi = c.npi
        AND m.start_date <= make_date(year(c.year_start), 7, 1)
        AND (m.end_date IS NULL OR m.end_date >= make_date(year(c.year_start), 7, 1))
    WHERE c.on_roster AND c.at_mid_year
    UNION ALL
    SELECT c.npi, c.year_start, c.practice_id, c.class, c.clinical_fte, c.clinical_fte, FALSE
    FROM clinician_year AS c
    WHERE c.on_roster AND c.at_mid_year AND c.practice_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM practice_member)
)
SELECT practice_id,
       year_start,
       npi,
       class,
       CAST(CASE
           WHEN fte_estimated THEN MAX(whole) / COUNT(*) OVER (PARTITION BY npi, year_start)
           ELSE SUM(clinical_fte)
       END AS DECIMAL(9, 6)) AS clinical_fte
FROM member
GROUP BY practice_id, year_start, npi, class, fte_estimated
ORDER BY practice_id, year_start, npi
