-- Claims of pre-orders that are not as their parcels: open until it is packed and after, ended where it was not
-- supplied; waiting only before it is packed, and of as many pieces as were ordered.
WITH stands AS (
  SELECT claim.reference, claim.state, claim.pieces, parcel.status, line.quantity
  FROM preorder_claim AS claim
  LEFT JOIN parcel ON parcel.id = claim.reference
  LEFT JOIN order_line AS line ON line.parcel_id = parcel.id
)
SELECT reference::text AS subject,
  coalesce(format('%s pieces, %s', quantity, status), 'no parcel') AS expected,
  format('%s pieces, %s', pieces, state) AS found
FROM stands
WHERE quantity IS DISTINCT FROM pieces
  OR coalesce(
    CASE
      WHEN status IN ('held', 'confirmed') THEN state IN ('waiting', 'allotted')
      WHEN status IN ('cancelled', 'expired') THEN state = 'ended'
      ELSE state = 'allotted'
    END, false) IS FALSE
ORDER BY 1
