-- Allowances, and buyers of one, that count something else than the sum of their open uses.
WITH buyers AS (
  SELECT used.allowance_id, buyer, sum(used.pieces) AS pieces
  FROM promotion_use AS used CROSS JOIN unnest(used.buyers) AS buyer
  WHERE used.released_at IS NULL GROUP BY used.allowance_id, buyer
)
SELECT allowance.id AS subject, coalesce(sum(used.pieces), 0)::text AS expected, allowance.taken::text AS found
FROM allowance
LEFT JOIN promotion_use AS used ON used.allowance_id = allowance.id AND used.released_at IS NULL
GROUP BY allowance.id
HAVING coalesce(sum(used.pieces), 0) <> allowance.taken OR allowance.taken > allowance.quota
UNION ALL
SELECT coalesce(known.allowance_id, buyers.allowance_id),
  format('%s for a buyer', coalesce(buyers.pieces, 0)), format('%s for a buyer', coalesce(known.taken, 0))
FROM allowance_buyer AS known
FULL JOIN buyers ON buyers.allowance_id = known.allowance_id AND buyers.buyer = known.buyer
WHERE coalesce(known.taken, 0) <> coalesce(buyers.pieces, 0)
ORDER BY 1
