-- Gives back what orders still have of allowances, locked in id order. Once for each order: what is released stays so.
WITH locked AS MATERIALIZED (
  SELECT id FROM allowance
  WHERE id IN (
    SELECT allowance_id FROM promotion_use WHERE order_id = ANY (CAST(:orders AS uuid[])) AND released_at IS NULL
  )
  ORDER BY id FOR NO KEY UPDATE
),
freed AS (
  UPDATE promotion_use AS used SET released_at = shop_now()
  FROM locked
  WHERE used.allowance_id = locked.id AND used.order_id = ANY (CAST(:orders AS uuid[])) AND used.released_at IS NULL
  RETURNING used.allowance_id, used.pieces, used.buyers
),
summed AS (
  SELECT allowance_id, sum(pieces)::int AS pieces FROM freed GROUP BY allowance_id
),
given AS (
  UPDATE allowance SET taken = allowance.taken - summed.pieces
  FROM summed WHERE allowance.id = summed.allowance_id
),
each AS (
  SELECT allowance_id, buyer, sum(pieces)::int AS pieces FROM freed CROSS JOIN unnest(buyers) AS buyer
  GROUP BY allowance_id, buyer
)
UPDATE allowance_buyer AS known SET taken = known.taken - each.pieces
FROM each WHERE known.allowance_id = each.allowance_id AND known.buyer = each.buyer
