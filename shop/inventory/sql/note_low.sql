-- Notes goods that have come to run low, each once until they are refilled; rows somebody holds are left to the next
-- time. What is under way, at a place that is closed, or no longer sold is not waited for; nor is what never was there.
WITH low AS MATERIALIZED (
  SELECT level.id
  FROM stock_level AS level
  JOIN place ON place.id = level.place_id AND place.kind <> 'transit' AND place.closed_from IS NULL
  JOIN variant ON variant.id = level.variant_id AND variant.active
  WHERE level.low_since IS NULL
    AND level.free <= coalesce(level.low_at, CAST(:usual AS int))
    AND EXISTS (SELECT FROM movement WHERE movement.level_id = level.id)
  ORDER BY level.id
  LIMIT CAST(:limit AS int)
  FOR NO KEY UPDATE OF level SKIP LOCKED
)
UPDATE stock_level AS level
SET low_since = shop_now()
FROM low, variant
WHERE level.id = low.id AND variant.id = level.variant_id
RETURNING level.variant_id, level.place_id, level.free, variant.producer_id
