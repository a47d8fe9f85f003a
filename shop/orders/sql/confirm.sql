-- Confirms a held order with its parcels, if its time is not over and no money has to come first, and notes it; comes
-- back with its lines, or with nothing.
WITH moved AS (
  UPDATE shop_order
  SET status = :confirmed, version = version + 1, hold_expires_at = NULL
  WHERE id = :id AND status = :held AND hold_expires_at > shop_now() AND (payment_method = 'cod' OR total = 0)
    AND NOT unheld
  RETURNING id, code, version, session_id, person_id, total
),
parcels AS (
  UPDATE parcel SET status = :confirmed, version = parcel.version + 1
  FROM moved
  WHERE parcel.order_id = moved.id AND parcel.status = :held
  RETURNING parcel.id, parcel.place_id
),
noted AS (
  INSERT INTO order_history (order_id, status, actor) SELECT id, :confirmed, :actor FROM moved
),
noted_parcels AS (
  INSERT INTO parcel_history (parcel_id, status, place_id, actor) SELECT id, :confirmed, place_id, :actor FROM parcels
)
SELECT moved.*, line.variant_id, line.place_id, line.quantity
FROM moved
JOIN order_line AS line ON line.order_id = moved.id
ORDER BY line.id
