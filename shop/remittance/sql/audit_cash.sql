-- Cash on delivery that nobody holds, that is held for another amount or by somebody else than who took it, and
-- hand-ins that are not the sum of what was handed in with them. Cash for what was paid another way is owed back about
-- its parcel.
WITH should AS (
  SELECT parcel.id AS parcel_id, format('%s/%s', shop_order.code, parcel.number) AS subject,
    parcel.amount - parcel.deposit AS amount, parcel.carrier
  FROM parcel JOIN shop_order ON shop_order.id = parcel.order_id
  WHERE shop_order.payment_method = 'cod' AND parcel.status IN ('handed_over', 'delivered') AND parcel.amount > parcel.deposit
  UNION ALL
  SELECT parcel.id, format('%s/%s', shop_order.code, parcel.number), refund.amount, parcel.carrier
  FROM refund
  JOIN parcel ON parcel.id = refund.reference
  JOIN shop_order ON shop_order.id = parcel.order_id
  WHERE shop_order.payment_method <> 'cod' AND parcel.status IN ('handed_over', 'delivered')
)
SELECT coalesce(should.subject, held.id::text) AS subject,
  coalesce(format('%s with %s', should.amount, coalesce(should.carrier, 'the place')), 'nothing') AS expected,
  coalesce(format('%s with %s', held.amount, coalesce(held.carrier, 'the place')), 'nothing') AS found
FROM should FULL JOIN cod_collection AS held ON held.parcel_id = should.parcel_id
WHERE (should.amount, should.carrier) IS DISTINCT FROM (held.amount, held.carrier)
UNION ALL
SELECT remittance.id::text, format('%s, fee %s', coalesce(sum(held.handed_in), 0), coalesce(sum(held.fee), 0)),
  format('%s, fee %s', remittance.amount, remittance.fee)
FROM remittance LEFT JOIN cod_collection AS held ON held.remittance_id = remittance.id
GROUP BY remittance.id
HAVING coalesce(sum(held.handed_in), 0) <> remittance.amount OR coalesce(sum(held.fee), 0) <> remittance.fee
UNION ALL
SELECT payment.reference::text, format('cash %s', min(held.state)), payment.state
FROM payment JOIN cod_collection AS held ON held.order_id = payment.reference
WHERE payment.state IN ('collected', 'remitted', 'settled')
GROUP BY payment.id
HAVING payment.state <> min(held.state)
ORDER BY 1
