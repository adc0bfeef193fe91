-- step: 75 coverage_cell
-- scope: bucket
-- about: Per coverage and year what does not change by month: attribution and its part of the cell key.
WITH multiplier AS (
    SELECT MAX(multiplier) FILTER (attribute = 'area') AS area,
           MAX(multiplier) FILTER (attribute = 'line_of_business') AS line_of_business,
           MAX(multiplier) FILTER (attribute = 'practice') AS practice
    FROM cell_layout
), part AS (
    SELECT g.kind, g.id, g.key * l.multiplier AS part
    FROM group_value AS g
    JOIN cell_layout AS l ON l.attribute = g.kind
), person_part AS (
    SELECT p.person_id, s.part + r.part + l.part + d.part AS part
    FROM person AS p
    JOIN part AS s ON s.kind = 'sex' AND s.id = p.sex
    JOIN part AS r ON r.kind = 'race_ethnicity' AND r.id = p.race_ethnicity
    JOIN part AS l ON l.kind = 'language' AND l.id = p.language
    JOIN part AS d ON d.kind = 'disability' AND d.id = p.disability
), coverage AS (
    SELECT DISTINCT s.person_id, s.coverage_id, y.year_start
    FROM coverage_span AS s
    JOIN (SELECT year_start, MAX(last_day) AS year_end FROM calendar_month GROUP BY year_start) AS y
        ON y.year_start <= s.end_date AND y.year_end >= s.start_date
)
SELECT c.coverage_id,
       c.year_start,
       t.practice_id,
       t.clinician_npi,
       p.part + COALESCE(a.area_id, 0) * m.area + (c.coverage_id % 16) * m.line_of_business
           + COALESCE(t.practice_id, 0) * m.practice AS part
FROM coverage AS c
JOIN person_part AS p ON p.person_id = c.person_id
CROSS JOIN multiplier AS m
LEFT JOIN person_area AS a ON a.person_id = c.person_id AND a.year_start = c.year_start
LEFT JOIN attribution AS t ON t.coverage_id = c.coverage_id AND t.year_start = c.year_start
ORDER BY c.coverage_id, c.year_start
