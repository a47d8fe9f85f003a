-- What was bought in these sessions, by minute of the order, by product, by place, by stars, and in all. An order counts
-- once in each; it stands while anything of it does. `value` (đồng) is what buyers pay for the goods, vouchers taken off,
-- as the ledger's `paid`; of it `had` is with its buyers. Without `producer` all parcels, else that producer's
-- alone; stars are looked up where `graded` asks for them. What came by a basket at a price of a session's room counts too.
WITH line AS (
  SELECT shop_order.session_id, order_line.id
  FROM shop_order JOIN order_line ON order_line.order_id = shop_order.id
  WHERE shop_order.session_id = ANY(:sessions)
  UNION ALL
  SELECT room.session_id, order_line.id
  FROM (SELECT DISTINCT session_id, campaign_id FROM pin WHERE session_id = ANY(:sessions)) AS room
  JOIN order_line USING (campaign_id)
  JOIN shop_order ON shop_order.id = order_line.order_id AND shop_order.session_id IS NULL
),
bought AS (
  SELECT line.session_id, shop_order.id AS order_id, date_trunc('minute', shop_order.created_at) AS minute,
    variant.product_id, parcel.place_id, order_line.quantity, order_line.total - order_line.discount AS value,
    parcel.status NOT IN ('cancelled', 'expired', 'refused') AS stands,
    parcel.status IN ('handed_over', 'delivered') AS had, parcel.status = 'expired' AS expired,
    CASE WHEN :graded THEN coalesce((
      SELECT max(certificate.stars) FROM product JOIN certificate USING (registered_product_id)
      WHERE product.id = variant.product_id AND certificate.stars IS NOT NULL
        AND certificate.in_force_from <= (shop_order.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        AND certificate.in_force_until > (shop_order.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    ), 0) END AS stars
  FROM line
  JOIN order_line USING (id)
  JOIN shop_order ON shop_order.id = order_line.order_id
  JOIN parcel ON parcel.id = order_line.parcel_id
  JOIN variant ON variant.id = order_line.variant_id
  WHERE (:producer IS NULL OR parcel.producer_id = :producer)
)
SELECT session_id, minute, product_id, place_id, stars, grouping(minute, product_id, place_id, stars) AS level,
  count(DISTINCT order_id) AS placed,
  count(DISTINCT order_id) FILTER (WHERE stands) AS orders,
  count(DISTINCT order_id) FILTER (WHERE expired) AS expired,
  coalesce(sum(quantity) FILTER (WHERE stands), 0)::bigint AS pieces,
  coalesce(sum(value) FILTER (WHERE stands), 0)::bigint AS value,
  coalesce(sum(value) FILTER (WHERE NOT stands), 0)::bigint AS lost,
  coalesce(sum(value) FILTER (WHERE had), 0)::bigint AS had
FROM bought
GROUP BY session_id, GROUPING SETS ((minute), (product_id), (place_id), (stars), ())
ORDER BY session_id, minute, product_id, place_id, stars
