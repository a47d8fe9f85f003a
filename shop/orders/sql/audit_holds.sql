-- Order lines without exactly the hold their parcel's status asks for, and holds without a line.
-- What was given back when a line moved to another place leaves a released hold without one. A pre-ordered line has no
-- hold before its goods were allotted, and what goes to who pays first none before it is paid.
WITH wanted AS (
  SELECT parcel.id AS parcel_id, level.id AS level_id, line.quantity,
    CASE
      WHEN parcel.status IN ('held', 'confirmed', 'packed') THEN 'open'
      WHEN parcel.status IN ('handed_over', 'shipped', 'delivered') THEN 'consumed'
      WHEN parcel.status = 'refused' AND shop_order.delivery = 'ship' THEN 'returned'
      ELSE 'released'
    END AS state
  FROM order_line AS line
  JOIN shop_order ON shop_order.id = line.order_id
  LEFT JOIN parcel ON parcel.id = line.parcel_id AND parcel.order_id = line.order_id AND parcel.place_id = line.place_id
  LEFT JOIN stock_level AS level ON level.variant_id = line.variant_id AND level.place_id = line.place_id
  WHERE NOT EXISTS (
    SELECT FROM preorder_claim AS claim WHERE claim.reference = line.parcel_id AND claim.allotted_at IS NULL
  )
  AND NOT (shop_order.unheld AND parcel.status IN ('held', 'expired', 'cancelled'))
)
SELECT coalesce(wanted.parcel_id, hold.reference) AS subject,
  coalesce(format('%s %s', wanted.quantity, wanted.state), 'no line') AS expected,
  coalesce(format('%s %s', hold.pieces, hold.state), 'no hold') AS found
FROM wanted
FULL JOIN stock_hold AS hold ON hold.reference = wanted.parcel_id AND hold.level_id = wanted.level_id
WHERE (wanted.quantity, wanted.state) IS DISTINCT FROM (hold.pieces, hold.state::text)
  AND NOT (wanted.quantity IS NULL AND hold.state = 'released')
ORDER BY 1
