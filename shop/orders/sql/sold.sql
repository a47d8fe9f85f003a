-- Lets every product's `sold` say how many pieces of it were ordered, confirmed and not given up in the last
-- :days days. Only rows that differ are written; rows somebody holds are left to the next time.
WITH bought AS MATERIALIZED (
  SELECT variant.product_id, sum(order_line.quantity)::int AS pieces
  FROM shop_order
  JOIN order_line ON order_line.order_id = shop_order.id
  JOIN parcel ON parcel.id = order_line.parcel_id
  JOIN variant ON variant.id = order_line.variant_id
  WHERE shop_order.created_at >= shop_now() - make_interval(days => :days)
    AND parcel.status = ANY(CAST(:statuses AS text[]))
  GROUP BY variant.product_id
),
wrong AS MATERIALIZED (
  SELECT product.id, coalesce(bought.pieces, 0) AS pieces
  FROM product LEFT JOIN bought ON bought.product_id = product.id
  WHERE product.sold <> coalesce(bought.pieces, 0) AND (product.sold <> 0 OR bought.pieces IS NOT NULL)
),
free AS MATERIALIZED (
  SELECT wrong.id, wrong.pieces FROM product JOIN wrong ON wrong.id = product.id
  ORDER BY product.id FOR NO KEY UPDATE OF product SKIP LOCKED
)
UPDATE product SET sold = free.pieces FROM free WHERE product.id = free.id RETURNING product.id
