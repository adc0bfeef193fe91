-- step: 31d revenue_flag
-- scope: once
-- about: What a revenue code says.
SELECT code, first_day, last_day,
       list_contains(roles, 'ed_revenue') AS is_ed,
       list_contains(roles, 'room_and_board_revenue') AS is_room_and_board,
       list_contains(roles, 'observation_revenue') AS is_observation
FROM code_slice
WHERE code_system = 'revenue_center'
ORDER BY code, first_day
