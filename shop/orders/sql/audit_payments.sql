-- Orders without the payment they ask for, in the amount and the state their status allows, and payments without an order.
SELECT coalesce(shop_order.code, payment.reference::text) AS subject,
  coalesce(format('%s đồng for %s', shop_order.total, shop_order.status), 'no order') AS expected,
  coalesce(format('%s đồng, %s', payment.amount, payment.state), 'no payment') AS found
FROM shop_order
FULL JOIN payment ON payment.reference = shop_order.id
WHERE payment.amount IS DISTINCT FROM shop_order.total
  OR coalesce(
    CASE
      WHEN shop_order.status IN ('held', 'confirmed', 'packed', 'shipped') THEN payment.state = 'to_collect'
      WHEN shop_order.status IN ('handed_over', 'delivered') THEN payment.state IN ('collected', 'remitted', 'settled')
      WHEN shop_order.status = 'refused' THEN payment.state = 'refused'
      ELSE payment.state = 'cancelled'
    END, false) IS FALSE
ORDER BY 1
