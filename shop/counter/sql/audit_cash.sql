-- Cash that should stand in a drawer's book and does not, or stands there otherwise; and closed drawers whose book
-- was not what their count was compared with. The cash of an order may be under way for ten minutes.
WITH should AS (
  SELECT sale.code AS subject, sale.id AS about, sale.place_id, sale.total AS amount, false AS may_lack
  FROM counter_sale AS sale WHERE sale.paid_by = 'cash' AND sale.total > 0
  UNION ALL
  SELECT sale.code, took.id, sale.place_id, -took.total, false
  FROM counter_return AS took JOIN counter_sale AS sale ON sale.id = took.sale_id
  WHERE took.paid_by = 'cash' AND took.total > 0
  UNION ALL
  SELECT shop_order.code, shop_order.id, place.id, payment.amount, NOT EXISTS (
    SELECT FROM order_history AS paid JOIN cash_shift ON cash_shift.place_id = place.id
    WHERE paid.order_id = shop_order.id AND paid.status IN ('handed_over', 'delivered')
      AND paid.created_at BETWEEN cash_shift.created_at AND shop_now() - interval '10 minutes'
  )
  FROM shop_order
  JOIN payment ON payment.reference = shop_order.id AND payment.method = 'cod' AND payment.amount > 0
  JOIN place ON place.id = coalesce(shop_order.place_id, (
    SELECT line.place_id FROM order_line AS line WHERE line.order_id = shop_order.id ORDER BY line.id LIMIT 1
  ))
  WHERE shop_order.status IN ('handed_over', 'delivered') AND payment.state IN ('collected', 'remitted', 'settled')
),
found AS (
  SELECT coalesce(cash.sale_id, cash.return_id, cash.order_id) AS about, cash.id, shift.place_id, cash.amount
  FROM cash_movement AS cash JOIN cash_shift AS shift ON shift.id = cash.shift_id
  WHERE cash.kind IN ('sale', 'return', 'order')
)
SELECT coalesce(should.subject, found.id::text) AS subject,
  coalesce(should.amount::text, 'nothing') AS expected, coalesce(found.amount::text, 'nothing') AS found
FROM should FULL JOIN found ON (found.about, found.place_id) = (should.about, should.place_id)
WHERE should.amount IS DISTINCT FROM found.amount AND NOT (found.id IS NULL AND should.may_lack)
UNION ALL
SELECT shift.id::text, coalesce(sum(cash.amount), 0)::text, shift.expected::text
FROM cash_shift AS shift LEFT JOIN cash_movement AS cash ON cash.shift_id = shift.id
WHERE shift.closed_at IS NOT NULL
GROUP BY shift.id HAVING coalesce(sum(cash.amount), 0) <> shift.expected
ORDER BY 1
