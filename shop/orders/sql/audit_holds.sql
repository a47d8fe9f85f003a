-- Order lines without exactly the hold their order's status asks for, and holds without a line.
WITH wanted AS (
  SELECT line.order_id, level.id AS level_id, line.quantity,
    CASE
      WHEN shop_order.status IN ('held', 'confirmed', 'packed') THEN 'open'
      WHEN shop_order.status IN ('handed_over', 'shipped', 'delivered') THEN 'consumed'
      WHEN shop_order.status = 'refused' AND shop_order.delivery = 'ship' THEN 'returned'
      ELSE 'released'
    END AS state
  FROM order_line AS line
  JOIN shop_order ON shop_order.id = line.order_id
  LEFT JOIN stock_level AS level ON level.variant_id = line.variant_id AND level.place_id = line.place_id
)
SELECT coalesce(wanted.order_id, hold.reference) AS subject,
  coalesce(format('%s %s', wanted.quantity, wanted.state), 'no line') AS expected,
  coalesce(format('%s %s', hold.pieces, hold.state), 'no hold') AS found
FROM wanted
FULL JOIN stock_hold AS hold ON hold.reference = wanted.order_id AND hold.level_id = wanted.level_id
WHERE (wanted.quantity, wanted.state) IS DISTINCT FROM (hold.pieces, hold.state::text)
ORDER BY 1
