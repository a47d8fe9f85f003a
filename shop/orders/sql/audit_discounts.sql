-- Orders whose discount is not that of their lines and their shipping, or of their vouchers, and uses without an order
-- or open on one that has ended. What goes to who pays first takes nothing before it is paid.
WITH lines AS (
  SELECT order_id, sum(discount) AS discount FROM order_line GROUP BY order_id
),
uses AS (
  SELECT order_id, sum(amount) AS amount, coalesce(sum(amount) FILTER (WHERE kind = 'shipping'), 0) AS shipping,
    bool_or(released_at IS NULL) AS open, bool_or(released_at IS NOT NULL) AS released
  FROM promotion_use GROUP BY order_id
)
SELECT coalesce(shop_order.code, uses.order_id::text) AS subject,
  format('%s on lines, %s on shipping, %s of vouchers', coalesce(lines.discount, 0), coalesce(uses.shipping, 0),
    coalesce(uses.amount, 0)) AS expected,
  coalesce(format('%s off, %s', shop_order.discount, shop_order.status), 'no order') AS found
FROM shop_order
LEFT JOIN lines ON lines.order_id = shop_order.id
FULL JOIN uses ON uses.order_id = shop_order.id
WHERE shop_order.id IS NULL
  OR shop_order.discount <> coalesce(uses.amount, 0)
  OR shop_order.discount <> coalesce(lines.discount, 0) + coalesce(uses.shipping, 0)
  OR (uses.open AND shop_order.status IN ('cancelled', 'expired', 'refused'))
  OR (uses.released AND shop_order.status NOT IN ('cancelled', 'expired', 'refused')
    AND NOT (shop_order.unheld AND shop_order.status = 'held'))
ORDER BY 1
