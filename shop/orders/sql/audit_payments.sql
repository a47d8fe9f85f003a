-- Orders without the payment they ask for, in the amount, the state and the cash their parcels allow, and payments
-- without an order.
WITH cash AS (
  SELECT order_id, coalesce(sum(amount) FILTER (WHERE status IN ('handed_over', 'delivered')), 0) AS collected
  FROM parcel
  GROUP BY order_id
)
SELECT coalesce(shop_order.code, payment.reference::text) AS subject,
  coalesce(
    format('%s đồng for %s, %s collected', shop_order.total, shop_order.status, cash.collected), 'no order'
  ) AS expected,
  coalesce(format('%s đồng, %s, %s collected', payment.amount, payment.state, payment.collected), 'no payment') AS found
FROM shop_order
JOIN cash ON cash.order_id = shop_order.id
FULL JOIN payment ON payment.reference = shop_order.id
WHERE payment.amount IS DISTINCT FROM shop_order.total
  OR payment.collected IS DISTINCT FROM cash.collected
  OR coalesce(
    CASE
      WHEN shop_order.status IN ('held', 'confirmed', 'packed', 'shipped') THEN payment.state = 'to_collect'
      WHEN shop_order.status IN ('handed_over', 'delivered') THEN payment.state IN ('collected', 'remitted', 'settled')
      WHEN shop_order.status = 'refused' THEN payment.state = 'refused'
      ELSE payment.state = 'cancelled'
    END, false) IS FALSE
ORDER BY 1
