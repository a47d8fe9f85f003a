-- What the ledger has of goods bought in these sessions: what buyers paid for them, and what of it went back (đồng).
SELECT coalesce(sum(line.paid) FILTER (WHERE entry.kind = 'sale'), 0)::bigint AS sold,
  coalesce(-sum(line.paid) FILTER (WHERE entry.kind = 'reversal'), 0)::bigint AS back
FROM ledger_line AS line
JOIN ledger_entry AS entry ON entry.id = line.entry_id
JOIN order_line ON order_line.id = line.order_line_id
JOIN parcel ON parcel.id = order_line.parcel_id
JOIN shop_order ON shop_order.id = order_line.order_id
WHERE (shop_order.session_id = ANY(:sessions) OR (shop_order.session_id IS NULL AND order_line.campaign_id IN (
    SELECT campaign_id FROM pin WHERE session_id = ANY(:sessions)
  )))
  AND (:producer IS NULL OR parcel.producer_id = :producer)
