-- Orders without the payment they ask for, in the amount, the state and the money that came for them, and payments
-- without an order. Cash comes with the parcels that were taken, other money as receipts; what has no order any more
-- to go to must be owed back, once the news of it had ten minutes to arrive. Cash that was taken for a parcel although
-- its order was paid another way is owed back about that parcel.
WITH cash AS (
  SELECT order_id, coalesce(sum(amount - deposit) FILTER (WHERE status IN ('handed_over', 'delivered')), 0) AS collected,
    sum(deposit) AS deposit, sum(forfeited) AS forfeited
  FROM parcel
  GROUP BY order_id
),
came AS (
  SELECT payment_id, sum(amount) AS collected FROM payment_receipt GROUP BY payment_id
),
gone AS (
  SELECT payment_id, sum(amount) AS refunded FROM refund GROUP BY payment_id
),
unasked AS (
  SELECT refund.payment_id, sum(refund.amount) AS collected
  FROM refund JOIN parcel ON parcel.id = refund.reference AND parcel.status IN ('handed_over', 'delivered')
  GROUP BY refund.payment_id
),
stands AS (
  SELECT shop_order.code, shop_order.status, shop_order.total, payment.*, cash.deposit AS deposited,
    CASE WHEN payment.method = 'cod' THEN cash.collected ELSE coalesce(unasked.collected, 0) END
      + coalesce(came.collected, 0) AS money,
    coalesce(gone.refunded, 0) AS back,
    payment.collected - payment.refunded = cash.forfeited AS settled,
    EXISTS (
      SELECT FROM payment_history AS moved
      WHERE moved.payment_id = payment.id AND moved.created_at > shop_now() - interval '10 minutes'
    ) AS on_its_way
  FROM shop_order
  JOIN cash ON cash.order_id = shop_order.id
  FULL JOIN payment ON payment.reference = shop_order.id
  LEFT JOIN came ON came.payment_id = payment.id
  LEFT JOIN unasked ON unasked.payment_id = payment.id
  LEFT JOIN gone ON gone.payment_id = payment.id
)
SELECT coalesce(code, reference::text) AS subject,
  coalesce(format('%s đồng for %s, %s collected, %s back', total, status, money, back), 'no order') AS expected,
  coalesce(
    format('%s đồng by %s, %s, %s collected, %s back', amount, method, state, collected, refunded), 'no payment'
  ) AS found
FROM stands
WHERE amount IS DISTINCT FROM total
  OR collected IS DISTINCT FROM money
  OR refunded IS DISTINCT FROM back
  OR deposit IS DISTINCT FROM deposited
  OR coalesce(
    CASE
      WHEN method = 'cod' AND status IN ('held', 'confirmed', 'packed', 'shipped') THEN state = 'to_collect'
      WHEN method = 'cod' AND status IN ('handed_over', 'delivered') THEN state IN ('collected', 'remitted', 'settled')
      WHEN method = 'cod' AND status = 'refused' THEN state = 'refused'
      WHEN method = 'cod' THEN (state = 'cancelled' OR deposit > 0 AND on_its_way)
      WHEN status = 'held' THEN state IN ('awaiting', 'authorized') OR state = 'paid' AND on_its_way
      WHEN status IN ('confirmed', 'packed', 'shipped', 'handed_over', 'delivered') THEN state = 'paid'
      ELSE state IN ('cancelled', 'paid') AND (settled OR on_its_way)
    END, false) IS FALSE
ORDER BY 1
