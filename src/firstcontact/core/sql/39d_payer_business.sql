-- step: 39d payer_business
-- scope: once
-- about: The line of business of each payer that has only one in eligibility; over all people, so that no bucket decides it.
SELECT payer, MIN(line_of_business) AS line_of_business
FROM eligibility_span
GROUP BY payer
HAVING MIN(line_of_business) = MAX(line_of_business)
ORDER BY payer
