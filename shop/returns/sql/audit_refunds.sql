-- Returns whose refund is not what their goods cost or not in their state, and payments that gave back other than their
-- refunds say, or more than they took in. An exit may bring the delivery's price on top.
WITH goods AS (
  SELECT return_id, sum(amount) AS amount FROM return_line GROUP BY return_id
)
SELECT asked.code AS subject,
  format('%s for goods, %s owed, %s', goods.amount, asked.amount, asked.state) AS expected,
  coalesce(format('%s %s', refund.amount, refund.state), 'no refund') AS found
FROM return_request AS asked
JOIN goods ON goods.return_id = asked.id
LEFT JOIN refund ON refund.reference = asked.id
WHERE coalesce(refund.amount, 0) IS DISTINCT FROM asked.amount
  OR asked.amount < goods.amount
  OR (asked.amount > goods.amount AND asked.reason <> 'misinformed')
  OR CASE WHEN refund.state IS NULL THEN asked.state IN ('received', 'refunded')
    WHEN refund.state = 'paid' THEN asked.state <> 'refunded'
    ELSE asked.state <> 'received' END
UNION ALL
SELECT payment.id::text, format('%s of %s', coalesce(sum(refund.amount), 0), payment.collected),
  payment.refunded::text
FROM payment
LEFT JOIN refund ON refund.payment_id = payment.id
GROUP BY payment.id
HAVING coalesce(sum(refund.amount), 0) <> payment.refunded OR payment.refunded > payment.collected
ORDER BY 1
