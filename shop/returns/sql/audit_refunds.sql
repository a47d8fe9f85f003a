-- Returns whose refund is not what their goods cost or not in their state, refunds of nothing, and payments that gave
-- back other than their refunds say, or more than they took in. An exit may bring the delivery's price on top.
WITH goods AS (
  SELECT return_id, sum(amount) AS amount FROM return_line GROUP BY return_id
)
SELECT coalesce(asked.code, refund.id::text) AS subject,
  coalesce(format('%s for goods, %s owed, %s', goods.amount, asked.amount, asked.state), 'no return') AS expected,
  coalesce(format('%s %s', refund.amount, refund.state), 'no refund') AS found
FROM return_request AS asked
JOIN goods ON goods.return_id = asked.id
FULL JOIN refund ON refund.reference = asked.id
WHERE coalesce(refund.amount, 0) IS DISTINCT FROM asked.amount
  OR asked.amount < goods.amount
  OR (asked.amount > goods.amount AND asked.reason <> 'misinformed')
  OR CASE refund.state WHEN 'paid' THEN asked.state <> 'refunded' WHEN 'owed' THEN asked.state <> 'received'
    ELSE asked.state IN ('received', 'refunded') END
UNION ALL
SELECT payment.id::text, format('%s of %s', coalesce(sum(refund.amount), 0), payment.collected),
  payment.refunded::text
FROM payment
LEFT JOIN refund ON refund.payment_id = payment.id
GROUP BY payment.id
HAVING coalesce(sum(refund.amount), 0) <> payment.refunded OR payment.refunded > payment.collected
ORDER BY 1
