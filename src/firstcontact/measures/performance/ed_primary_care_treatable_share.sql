-- One row per emergency visit that ended at home: the share of its diagnosis that primary care could have treated.
SELECT e.ed_visit_id AS unit_id,
       e.year_start AS period,
       CAST(e.primary_care_treatable AS DECIMAL(18,12)) AS numerator,
       CASE WHEN (SELECT value FROM variant WHERE name = 'visits') = 'all'
                 OR e.non_emergent + e.primary_care_treatable + e.emergent_avoidable + e.emergent_unavoidable > 0
            THEN 1 ELSE 0 END AS denominator
FROM ed_visit AS e
WHERE e.treat_and_release AND e.in_month
