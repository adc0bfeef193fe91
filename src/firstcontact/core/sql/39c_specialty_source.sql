-- step: 39c specialty_source
-- scope: once
-- about: Data sources that report a specialty on any claim; there the specialty decides, elsewhere the taxonomy.
SELECT DISTINCT data_source
FROM claim_part
WHERE rendering_specialty_code IS NOT NULL
ORDER BY data_source
