-- Sessions whose report is not what their orders say, or not what the ledger has of what their buyers got. Parcels that
-- moved within the last fifteen minutes may be on their way into the ledger. A line of a basket at a price of a room
-- belongs to the one session that price was made in.
WITH fresh AS (
  SELECT parcel_id FROM parcel_history WHERE created_at > shop_now() - interval '15 minutes'
),
room AS (
  SELECT DISTINCT session_id, campaign_id FROM pin WHERE campaign_id IS NOT NULL
),
line AS (
  SELECT coalesce(shop_order.session_id, room.session_id) AS session_id, order_line.id, order_line.total, order_line.total - order_line.discount AS value,
    parcel.status IN ('handed_over', 'delivered') AND parcel.id NOT IN (SELECT parcel_id FROM fresh) AS had
  FROM shop_order
  JOIN order_line ON order_line.order_id = shop_order.id
  JOIN parcel ON parcel.id = order_line.parcel_id
  LEFT JOIN room ON room.campaign_id = order_line.campaign_id AND shop_order.session_id IS NULL
  WHERE shop_order.session_id IS NOT NULL OR room.session_id IS NOT NULL
),
counted AS (
  SELECT session_id, sum(total) AS total, coalesce(sum(value) FILTER (WHERE had), 0) AS had,
    coalesce(sum((
      SELECT sum(paid) FROM ledger_line JOIN ledger_entry ON ledger_entry.id = ledger_line.entry_id
      WHERE ledger_line.order_line_id = line.id AND ledger_entry.kind = 'sale'
    )) FILTER (WHERE had), 0) AS booked
  FROM line GROUP BY session_id
),
asked AS (
  SELECT session_id, subtotal AS total FROM shop_order WHERE session_id IS NOT NULL
  UNION ALL
  SELECT (SELECT min(session_id::text)::uuid FROM room WHERE room.campaign_id = order_line.campaign_id), order_line.total
  FROM order_line
  JOIN shop_order ON shop_order.id = order_line.order_id AND shop_order.session_id IS NULL
  WHERE order_line.campaign_id IN (SELECT campaign_id FROM room)
),
ordered AS (
  SELECT session_id, sum(total) AS total FROM asked GROUP BY session_id
)
SELECT coalesce(live_session.slug, session_id::text) AS subject,
  format('orders %s, sold %s', coalesce(ordered.total, 0), coalesce(counted.booked, 0)) AS expected,
  format('orders %s, sold %s', coalesce(counted.total, 0), coalesce(counted.had, 0)) AS found
FROM ordered
FULL JOIN counted USING (session_id)
LEFT JOIN live_session ON live_session.id = session_id
WHERE coalesce(ordered.total, 0) <> coalesce(counted.total, 0)
  OR coalesce(counted.booked, 0) <> coalesce(counted.had, 0)
ORDER BY 1
