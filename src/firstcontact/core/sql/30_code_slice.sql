-- step: 30 code_slice
-- scope: once
-- about: Every listed code that core or a pack asks for, cut at the dates where a list begins or ends; roles: the lists and pack parts it is in.
WITH member AS (
    SELECT l.code_system, l.code, r.role,
           COALESCE(l.valid_from, DATE '0001-01-01') AS first_day,
           COALESCE(l.valid_to, DATE '9999-12-31') AS last_day
    FROM codelist AS l
    JOIN (SELECT role, list FROM src_list_role UNION SELECT DISTINCT list, list FROM codelist) AS r ON r.list = l.list
    WHERE l.code_system IN ('hcpcs', 'hcpcs_modifier', 'place_of_service', 'bill_type_prefix2', 'revenue_center',
                            'cms_specialty', 'nucc')
),
edge AS (
    SELECT code_system, code, first_day FROM member
    UNION
    SELECT code_system, code, CAST(last_day + INTERVAL 1 DAY AS DATE) FROM member WHERE last_day < DATE '9999-12-31'
),
slice AS (
    SELECT code_system, code, first_day,
           COALESCE(CAST(LEAD(first_day) OVER (PARTITION BY code_system, code ORDER BY first_day) - INTERVAL 1 DAY AS DATE),
                    DATE '9999-12-31') AS last_day
    FROM edge
)
SELECT s.code_system, s.code, s.first_day, s.last_day, list(DISTINCT m.role ORDER BY m.role) AS roles
FROM slice AS s
JOIN member AS m
  ON m.code_system = s.code_system AND m.code = s.code AND m.first_day <= s.first_day AND m.last_day >= s.last_day
GROUP BY s.code_system, s.code, s.first_day, s.last_day
ORDER BY s.code_system, s.code, s.first_day
