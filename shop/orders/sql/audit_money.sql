-- Orders whose lines or parts do not add up to what they say.
SELECT shop_order.code AS subject,
  format('subtotal %s, total %s', coalesce(sum(line.price * line.quantity), 0),
    coalesce(sum(line.price * line.quantity), 0) + shop_order.shipping - shop_order.discount) AS expected,
  format('subtotal %s, total %s', shop_order.subtotal, shop_order.total) AS found
FROM shop_order
LEFT JOIN order_line AS line ON line.order_id = shop_order.id
GROUP BY shop_order.id
HAVING coalesce(sum(line.price * line.quantity), 0) <> shop_order.subtotal
  OR coalesce(sum(line.price * line.quantity), 0) + shop_order.shipping - shop_order.discount <> shop_order.total
  OR bool_or(line.total <> line.price * line.quantity)
ORDER BY 1
