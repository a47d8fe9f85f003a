-- Levels whose held units are not the sum of their open holds.
SELECT level.id AS subject,
  coalesce(sum(hold.pieces), 0)::text AS expected,
  level.held::text AS found
FROM stock_level AS level
LEFT JOIN stock_hold AS hold ON hold.level_id = level.id AND hold.state = 'open'
GROUP BY level.id
HAVING coalesce(sum(hold.pieces), 0) <> level.held
ORDER BY level.id
