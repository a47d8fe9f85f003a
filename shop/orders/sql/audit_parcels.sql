-- Orders whose parcels do not add up to their total, or tell another story than they do.
SELECT shop_order.code AS subject,
  format('%s đồng, %s', shop_order.total, shop_order.status) AS expected,
  format('%s đồng, %s', coalesce(sum(parcel.amount), 0), string_agg(parcel.status, ', ' ORDER BY number)) AS found
FROM shop_order
LEFT JOIN parcel ON parcel.order_id = shop_order.id
GROUP BY shop_order.id
HAVING coalesce(sum(parcel.amount), 0) <> shop_order.total
  OR shop_order.status IS DISTINCT FROM (
    array_agg(parcel.status ORDER BY array_position(CAST(:order AS text[]), parcel.status::text))
  )[1]
ORDER BY 1
