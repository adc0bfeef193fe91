-- step: 60 attribution_config
-- scope: once
-- about: The chosen method in one row. Without practice_provider rows people go to clinicians, not to practices.
SELECT config_id,
       by_practice AND EXISTS (SELECT 1 FROM practice_member) AS by_practice,
       roster_first,
       by_dollars,
       CAST(denominator AS BIGINT) AS denominator,
       CAST(min_events AS INTEGER) AS min_events,
       first_tie,
       second_tie,
       CAST(eligible_months AS INTEGER) AS eligible_months,
       CAST(newest_window AS INTEGER) AS newest_window
FROM src_attribution_config
