-- step: 65 attribution_basis
-- scope: once
-- about: The order of the kinds of roster rows; a kind that the method does not name does not count.
SELECT basis, place
FROM src_attribution_basis
ORDER BY place
