-- Orders of which the ledger lacks something, the oldest first: what an event should have told and did not.
WITH lacking AS (
  SELECT payment.reference AS order_id, receipt.created_at AS since
  FROM payment_receipt AS receipt JOIN payment ON payment.id = receipt.payment_id
  WHERE NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'receipt' AND reference = receipt.id)
  UNION ALL
  SELECT order_id, created_at FROM cod_collection AS held
  WHERE NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'cash' AND reference = held.id)
    OR state <> 'collected' AND NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'remitted' AND reference = held.id)
  UNION ALL
  SELECT order_id, created_at FROM parcel
  WHERE status IN ('handed_over', 'delivered')
    AND NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'sale' AND reference = parcel.id)
  UNION ALL
  SELECT order_id, created_at FROM parcel
  WHERE forfeited > 0 AND NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'forfeit' AND reference = parcel.id)
  UNION ALL
  SELECT payment.reference, refund.created_at
  FROM refund JOIN payment ON payment.id = refund.payment_id
  WHERE refund.state = 'paid'
    AND NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'refund' AND reference = refund.id)
  UNION ALL
  SELECT shop_order.id, refund.created_at
  FROM refund
  JOIN payment ON payment.id = refund.payment_id
  JOIN shop_order ON shop_order.id = payment.reference
  WHERE shop_order.status IN ('handed_over', 'delivered', 'refused', 'cancelled', 'expired')
    AND (EXISTS (SELECT FROM return_request WHERE id = refund.reference)
      OR EXISTS (SELECT FROM refund_claim WHERE id = refund.reference))
    AND NOT EXISTS (SELECT FROM ledger_entry WHERE kind = 'reversal' AND reference = refund.id)
)
SELECT order_id FROM lacking
WHERE EXISTS (SELECT FROM shop_order WHERE id = lacking.order_id)
GROUP BY order_id ORDER BY min(since) LIMIT :most
