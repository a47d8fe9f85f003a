-- Orders whose lines or parts do not add up to what they say, less what their places could not supply.
WITH gone AS (
  SELECT order_id, sum(withdrawn) AS withdrawn FROM parcel GROUP BY order_id
)
SELECT shop_order.code AS subject,
  format('subtotal %s, withdrawn %s, total %s', coalesce(sum(line.price * line.quantity), 0),
    coalesce(gone.withdrawn, 0),
    coalesce(sum(line.price * line.quantity), 0) + shop_order.shipping - shop_order.discount
      - coalesce(gone.withdrawn, 0)) AS expected,
  format('subtotal %s, withdrawn %s, total %s', shop_order.subtotal, shop_order.withdrawn, shop_order.total) AS found
FROM shop_order
LEFT JOIN order_line AS line ON line.order_id = shop_order.id
LEFT JOIN gone ON gone.order_id = shop_order.id
GROUP BY shop_order.id, gone.withdrawn
HAVING coalesce(sum(line.price * line.quantity), 0) <> shop_order.subtotal
  OR coalesce(gone.withdrawn, 0) <> shop_order.withdrawn
  OR shop_order.subtotal + shop_order.shipping - shop_order.discount - shop_order.withdrawn <> shop_order.total
  OR bool_or(line.total <> line.price * line.quantity)
ORDER BY 1
