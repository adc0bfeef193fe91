-- step: 05 parameter
-- scope: once
-- about: Every parameter with its value as text, its type and its source.
SELECT name, value, value_type, valid_from, valid_to, source
FROM src_parameter
ORDER BY name, valid_from NULLS FIRST
