-- Goods in transit that are not the sum of the open transfers, or that are promised to an order.
WITH wanted AS (
  SELECT line.variant_id, sum(line.pieces) AS pieces
  FROM stock_transfer AS transfer
  JOIN stock_transfer_line AS line ON line.transfer_id = transfer.id
  WHERE transfer.status = 'sent'
  GROUP BY line.variant_id
),
standing AS (
  SELECT level.variant_id, sum(level.on_hand) AS on_hand, sum(level.held) AS held
  FROM stock_level AS level
  JOIN place ON place.id = level.place_id
  WHERE place.kind = 'transit'
  GROUP BY level.variant_id
)
SELECT variant_id AS subject,
  format('%s under way', coalesce(wanted.pieces, 0)) AS expected,
  format('%s in transit, %s held', coalesce(standing.on_hand, 0), coalesce(standing.held, 0)) AS found
FROM wanted
FULL JOIN standing USING (variant_id)
WHERE coalesce(wanted.pieces, 0) <> coalesce(standing.on_hand, 0) OR coalesce(standing.held, 0) <> 0
ORDER BY variant_id
