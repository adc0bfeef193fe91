-- One row per person and month: stays that good primary care can avert over months in the age range.
SELECT m.person_id AS unit_id,
       m.month AS period,
       CASE (SELECT value FROM variant WHERE name = 'indicator')
            WHEN 'pqi_01' THEN COALESCE(s.pqi_01, 0)
            WHEN 'pqi_03' THEN COALESCE(s.pqi_03, 0)
            WHEN 'pqi_05' THEN COALESCE(s.pqi_05, 0)
            WHEN 'pqi_07' THEN COALESCE(s.pqi_07, 0)
            WHEN 'pqi_08' THEN COALESCE(s.pqi_08, 0)
            WHEN 'pqi_11' THEN COALESCE(s.pqi_11, 0)
            WHEN 'pqi_12' THEN COALESCE(s.pqi_12, 0)
            WHEN 'pqi_14' THEN COALESCE(s.pqi_14, 0)
            WHEN 'pqi_15' THEN COALESCE(s.pqi_15, 0)
            WHEN 'pqi_16' THEN COALESCE(s.pqi_16, 0)
            WHEN 'pqi_90' THEN COALESCE(s.pqi_90, 0)
            WHEN 'pqi_91' THEN COALESCE(s.pqi_91, 0)
            WHEN 'pqi_92' THEN COALESCE(s.pqi_92, 0)
            WHEN 'pqi_93' THEN COALESCE(s.pqi_93, 0)
            ELSE 0 END AS numerator,
       CASE WHEN m.medical AND m.age BETWEEN (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_from')
                                         AND (SELECT CAST(value AS INTEGER) FROM variant WHERE name = 'age_to')
            THEN 1 ELSE 0 END AS denominator
FROM person_month AS m
LEFT JOIN (SELECT person_id, month,
                  SUM(CASE WHEN pqi_01 THEN 1 ELSE 0 END) AS pqi_01,
                  SUM(CASE WHEN pqi_03 THEN 1 ELSE 0 END) AS pqi_03,
                  SUM(CASE WHEN pqi_05 THEN 1 ELSE 0 END) AS pqi_05,
                  SUM(CASE WHEN pqi_07 THEN 1 ELSE 0 END) AS pqi_07,
                  SUM(CASE WHEN pqi_08 THEN 1 ELSE 0 END) AS pqi_08,
                  SUM(CASE WHEN pqi_11 THEN 1 ELSE 0 END) AS pqi_11,
                  SUM(CASE WHEN pqi_12 THEN 1 ELSE 0 END) AS pqi_12,
                  SUM(CASE WHEN pqi_14 THEN 1 ELSE 0 END) AS pqi_14,
                  SUM(CASE WHEN pqi_15 THEN 1 ELSE 0 END) AS pqi_15,
                  SUM(CASE WHEN pqi_16 THEN 1 ELSE 0 END) AS pqi_16,
                  SUM(CASE WHEN pqi_90 THEN 1 ELSE 0 END) AS pqi_90,
                  SUM(CASE WHEN pqi_91 THEN 1 ELSE 0 END) AS pqi_91,
                  SUM(CASE WHEN pqi_92 THEN 1 ELSE 0 END) AS pqi_92,
                  SUM(CASE WHEN pqi_93 THEN 1 ELSE 0 END) AS pqi_93
           FROM stay
           WHERE in_month
           GROUP BY person_id, month) AS s
  ON s.person_id = m.person_id AND s.month = m.month
WHERE m.is_primary
