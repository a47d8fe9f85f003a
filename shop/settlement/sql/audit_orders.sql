-- Orders whose money in the ledger is not what was captured less what was refunded, whose parcels are not sold as their
-- buyers had them, or which are over and still keep money of their buyer that is not owed back. What moved within the
-- last fifteen minutes may be on its way.
WITH captured AS (
  SELECT order_id, sum(amount) AS amount FROM (
    SELECT payment.reference AS order_id, receipt.amount
    FROM payment_receipt AS receipt JOIN payment ON payment.id = receipt.payment_id
    UNION ALL
    SELECT order_id, amount FROM cod_collection
  ) AS came GROUP BY order_id
),
back AS (
  SELECT payment.reference AS order_id, coalesce(sum(refund.amount) FILTER (WHERE refund.state = 'paid'), 0) AS paid,
    coalesce(sum(refund.amount) FILTER (WHERE refund.state <> 'paid'), 0) AS owed
  FROM refund JOIN payment ON payment.id = refund.payment_id GROUP BY payment.reference
),
had AS (
  SELECT order_id, sum(amount) AS amount FROM parcel WHERE status IN ('handed_over', 'delivered') GROUP BY order_id
),
books AS (
  SELECT entry.order_id,
    coalesce(sum(-amount) FILTER (WHERE entry.kind IN ('receipt', 'cash', 'refund')), 0) AS money,
    coalesce(sum(amount) FILTER (WHERE entry.kind = 'sale'), 0) AS sold,
    sum(-amount) AS kept
  FROM ledger_entry AS entry
  JOIN ledger_posting AS posting ON posting.entry_id = entry.id
  JOIN ledger_account AS account ON account.id = posting.account_id
  WHERE account.kind = 'buyer' GROUP BY entry.order_id
),
stands AS (
  SELECT shop_order.id, shop_order.code,
    shop_order.status IN ('handed_over', 'delivered', 'refused', 'cancelled', 'expired') AS over,
    coalesce(captured.amount, 0) - coalesce(back.paid, 0) AS money, coalesce(had.amount, 0) AS sold,
    coalesce(back.owed, 0) AS owed, coalesce(books.money, 0) AS booked, coalesce(books.sold, 0) AS booked_sold,
    coalesce(books.kept, 0) AS kept
  FROM shop_order
  LEFT JOIN captured ON captured.order_id = shop_order.id
  LEFT JOIN back ON back.order_id = shop_order.id
  LEFT JOIN had ON had.order_id = shop_order.id
  LEFT JOIN books ON books.order_id = shop_order.id
)
SELECT code AS subject, format('money %s, sold %s, owed back %s', money, sold, owed) AS expected,
  format('money %s, sold %s, kept %s', booked, booked_sold, kept) AS found
FROM stands
WHERE (money <> booked OR sold <> booked_sold OR over AND owed <> kept)
  AND NOT EXISTS (
    SELECT FROM payment JOIN payment_history AS moved ON moved.payment_id = payment.id
    WHERE payment.reference = stands.id AND moved.created_at > shop_now() - interval '15 minutes'
  )
  AND NOT EXISTS (
    SELECT FROM payment JOIN refund ON refund.payment_id = payment.id
    WHERE payment.reference = stands.id
      AND greatest(refund.created_at, refund.paid_at) > shop_now() - interval '15 minutes'
  )
  AND NOT EXISTS (
    SELECT FROM parcel JOIN parcel_history AS moved ON moved.parcel_id = parcel.id
    WHERE parcel.order_id = stands.id AND moved.created_at > shop_now() - interval '15 minutes'
  )
ORDER BY 1
