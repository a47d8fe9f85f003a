-- Cash that should stand in a drawer's book and does not, or stands there otherwise; and closed drawers whose book
-- was not what their count was compared with. The cash of a parcel may be under way for ten minutes;
-- what a carrier collected lies in no drawer; cash written before parcels were told apart is an order's as a whole.
WITH should AS (
  SELECT sale.code AS subject, sale.id AS about, sale.place_id, sale.total AS amount, false AS may_lack
  FROM counter_sale AS sale WHERE sale.paid_by = 'cash' AND sale.total > 0
  UNION ALL
  SELECT sale.code, took.id, sale.place_id, -took.total, false
  FROM counter_return AS took JOIN counter_sale AS sale ON sale.id = took.sale_id
  WHERE took.paid_by = 'cash' AND took.total > 0
  UNION ALL
  SELECT refund.voucher, refund.id, asked.place_id, -refund.amount, true  -- the office's own cash, and of days before
  FROM refund JOIN return_request AS asked ON asked.id = refund.reference
  WHERE refund.method = 'cash' AND refund.state = 'paid'
  UNION ALL
  SELECT format('%s/%s', shop_order.code, parcel.number), parcel.id, parcel.place_id, parcel.amount - parcel.deposit, NOT EXISTS (
    SELECT FROM parcel_history AS paid JOIN cash_shift ON cash_shift.place_id = parcel.place_id
    WHERE paid.parcel_id = parcel.id AND paid.status IN ('handed_over', 'delivered')
      AND paid.created_at BETWEEN cash_shift.created_at AND shop_now() - interval '10 minutes'
  )
  FROM parcel JOIN shop_order ON shop_order.id = parcel.order_id
  WHERE parcel.status IN ('handed_over', 'delivered') AND parcel.carrier IS NULL AND parcel.amount > parcel.deposit
    AND shop_order.payment_method = 'cod'
    AND NOT EXISTS (
      SELECT FROM cash_movement AS whole WHERE whole.order_id = parcel.order_id AND whole.parcel_id IS NULL
    )
  UNION ALL  -- taken although its order was paid another way
  SELECT format('%s/%s', shop_order.code, parcel.number), parcel.id, parcel.place_id, held.amount, NOT EXISTS (
    SELECT FROM cash_shift WHERE cash_shift.place_id = parcel.place_id
      AND held.created_at BETWEEN cash_shift.created_at AND shop_now() - interval '10 minutes'
  )
  FROM cod_collection AS held JOIN parcel ON parcel.id = held.parcel_id JOIN shop_order ON shop_order.id = held.order_id
  WHERE held.carrier IS NULL AND shop_order.payment_method <> 'cod'
),
found AS (
  SELECT coalesce(cash.sale_id, cash.return_id, cash.refund_id, cash.parcel_id) AS about, cash.id, shift.place_id, cash.amount
  FROM cash_movement AS cash JOIN cash_shift AS shift ON shift.id = cash.shift_id
  WHERE cash.kind IN ('sale', 'return', 'refund') OR cash.parcel_id IS NOT NULL
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
