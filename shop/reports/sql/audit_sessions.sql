-- Sessions whose report is not what their orders say, or not what the ledger has of what their buyers got. Parcels that
-- moved within the last fifteen minutes may be on their way into the ledger.
WITH fresh AS (
  SELECT parcel_id FROM parcel_history WHERE created_at > shop_now() - interval '15 minutes'
),
line AS (
  SELECT shop_order.session_id, order_line.id, order_line.total, order_line.total - order_line.discount AS value,
    parcel.status IN ('handed_over', 'delivered') AND parcel.id NOT IN (SELECT parcel_id FROM fresh) AS had
  FROM shop_order
  JOIN order_line ON order_line.order_id = shop_order.id
  JOIN parcel ON parcel.id = order_line.parcel_id
  WHERE shop_order.session_id IS NOT NULL
),
counted AS (
  SELECT session_id, sum(total) AS total, coalesce(sum(value) FILTER (WHERE had), 0) AS had,
    coalesce(sum((
      SELECT sum(paid) FROM ledger_line JOIN ledger_entry ON ledger_entry.id = ledger_line.entry_id
      WHERE ledger_line.order_line_id = line.id AND ledger_entry.kind = 'sale'
    )) FILTER (WHERE had), 0) AS booked
  FROM line GROUP BY session_id
),
ordered AS (
  SELECT session_id, sum(subtotal) AS total FROM shop_order WHERE session_id IS NOT NULL GROUP BY session_id
)
SELECT coalesce(live_session.slug, ordered.session_id::text) AS subject,
  format('orders %s, sold %s', ordered.total, coalesce(counted.booked, 0)) AS expected,
  format('orders %s, sold %s', coalesce(counted.total, 0), coalesce(counted.had, 0)) AS found
FROM ordered
LEFT JOIN counted USING (session_id)
LEFT JOIN live_session ON live_session.id = ordered.session_id
WHERE ordered.total <> coalesce(counted.total, 0) OR coalesce(counted.booked, 0) <> coalesce(counted.had, 0)
ORDER BY 1
