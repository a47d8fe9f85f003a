-- Takes what orders want of allowances, locked in id order: each allowance and each buyer guarded in its own UPDATE.
-- Comes back with the allowances that had too little ('quota') or whose buyer had too much ('buyer'); the caller
-- rolls back when there are any.
WITH wish AS MATERIALIZED (
  SELECT wanted.*, allowance.buyer_limit
  FROM unnest(
    CAST(:orders AS uuid[]), CAST(:allowances AS uuid[]), CAST(:vouchers AS uuid[]), CAST(:kinds AS text[]),
    CAST(:pieces AS int[]), CAST(:amounts AS bigint[]), CAST(:firsts AS bytea[]), CAST(:seconds AS bytea[])
  ) AS wanted (order_id, allowance_id, voucher_id, kind, pieces, amount, buyer, also)
  JOIN allowance ON allowance.id = wanted.allowance_id
),
locked AS MATERIALIZED (
  SELECT id FROM allowance WHERE id IN (SELECT allowance_id FROM wish) ORDER BY id FOR NO KEY UPDATE
),
summed AS (
  SELECT allowance_id, sum(pieces)::int AS pieces FROM wish GROUP BY allowance_id
),
took AS (
  UPDATE allowance SET taken = allowance.taken + summed.pieces
  FROM locked JOIN summed ON summed.allowance_id = locked.id
  WHERE allowance.id = locked.id
    AND (allowance.quota IS NULL OR allowance.taken + summed.pieces <= allowance.quota)
  RETURNING allowance.id
),
each AS (
  SELECT wish.allowance_id, who.buyer, wish.buyer_limit, sum(wish.pieces)::int AS pieces
  FROM wish
  CROSS JOIN LATERAL (SELECT wish.buyer UNION SELECT wish.also) AS who (buyer)
  JOIN took ON took.id = wish.allowance_id
  WHERE who.buyer IS NOT NULL
  GROUP BY wish.allowance_id, who.buyer, wish.buyer_limit
),
counted AS (
  INSERT INTO allowance_buyer AS known (allowance_id, buyer, taken)
  SELECT allowance_id, buyer, pieces FROM each
  WHERE buyer_limit IS NULL OR pieces <= buyer_limit
  ORDER BY allowance_id, buyer
  ON CONFLICT (allowance_id, buyer) DO UPDATE SET taken = known.taken + excluded.taken
  WHERE known.taken + excluded.taken <= coalesce(
    (SELECT buyer_limit FROM allowance WHERE allowance.id = known.allowance_id), 2147483647)
  RETURNING known.allowance_id, known.buyer
),
used AS (
  INSERT INTO promotion_use (order_id, allowance_id, voucher_id, kind, pieces, amount, buyers)
  SELECT order_id, allowance_id, voucher_id, kind, pieces, amount, array_remove(ARRAY[buyer, also], NULL) FROM wish
)
SELECT allowance_id, 'quota' AS reason FROM summed WHERE allowance_id NOT IN (SELECT id FROM took)
UNION ALL
SELECT allowance_id, 'buyer' FROM each
WHERE (allowance_id, buyer) NOT IN (SELECT allowance_id, buyer FROM counted)
