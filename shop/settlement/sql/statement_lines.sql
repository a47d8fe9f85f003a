-- What a month did to each order line of a producer, in the order in which it was written. A page goes on behind the
-- entry and line seen last.
SELECT entry.id AS entry_id, line.order_line_id, entry.kind, entry.created_at AS at,
  shop_order.code AS order_code, parcel.number AS parcel,
  order_line.product_name, order_line.variant_name, order_line.unit, order_line.quantity,
  line.gross, line.commission, line.fee, line.vat, line.pit
FROM ledger_entry AS entry
JOIN ledger_line AS line ON line.entry_id = entry.id
JOIN order_line ON order_line.id = line.order_line_id
JOIN parcel ON parcel.id = order_line.parcel_id AND parcel.producer_id = :producer
JOIN shop_order ON shop_order.id = parcel.order_id
WHERE entry.order_id IN (
    SELECT sold.order_id
    FROM ledger_account AS account
    JOIN ledger_posting AS posting ON posting.account_id = account.id
    JOIN ledger_entry AS sold ON sold.id = posting.entry_id
    WHERE account.kind = 'producer' AND account.producer_id = :producer AND sold.created_at < :until
  )
  AND entry.kind IN ('sale', 'reversal') AND entry.created_at >= :since AND entry.created_at < :until
  AND (CAST(:after_entry AS uuid) IS NULL OR (entry.id, line.order_line_id) > (:after_entry, :after_line))
ORDER BY entry.id, line.order_line_id
LIMIT :most
