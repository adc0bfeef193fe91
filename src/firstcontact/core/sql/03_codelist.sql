-- step: 03 codelist
-- scope: once
-- about: Every code list, built in and of the workspace; dates are inclusive, NULL is no limit.
SELECT list, code, code_system, valid_from, valid_to, label, source
FROM src_codelist
ORDER BY list, code, valid_from NULLS FIRST, valid_to NULLS FIRST, label
