-- step: 90b ledger
-- scope: once
-- about: One row per thing left out, by table, data source, claim type and reason, with rows and dollars.
SELECT table_name, data_source, claim_type, reason,
       CAST(SUM(rows) AS BIGINT) AS rows,
       CAST(SUM(paid) AS DECIMAL(38,2)) AS paid,
       CAST(SUM(allowed) AS DECIMAL(38,2)) AS allowed,
       CAST(SUM(spend) AS DECIMAL(38,2)) AS spend
FROM ledger_part
GROUP BY table_name, data_source, claim_type, reason
ORDER BY table_name, data_source, claim_type, reason
