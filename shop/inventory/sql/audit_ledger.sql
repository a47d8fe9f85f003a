-- Balances that are not the sum of their ledger lines, or promise more than there is.
SELECT level.id AS subject,
  format('on hand %s, held %s', coalesce(sum(movement.on_hand), 0), coalesce(sum(movement.held), 0)) AS expected,
  format('on hand %s, held %s', level.on_hand, level.held) AS found
FROM stock_level AS level
LEFT JOIN movement ON movement.level_id = level.id
GROUP BY level.id
HAVING coalesce(sum(movement.on_hand), 0) <> level.on_hand
  OR coalesce(sum(movement.held), 0) <> level.held
  OR level.held NOT BETWEEN 0 AND level.on_hand
ORDER BY level.id
