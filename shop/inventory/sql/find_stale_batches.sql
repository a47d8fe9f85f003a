-- Locks, in id order, the levels with batches that may no longer be sold and are not yet blocked, or may again.
SELECT level.id, level.variant_id, level.place_id, level.free
FROM stock_level AS level
WHERE level.id IN (
  SELECT standing.level_id
  FROM stock_batch AS standing
  JOIN batch AS known ON known.id = standing.batch_id
  WHERE standing.blocked <> (known.recalled_at IS NOT NULL OR coalesce(known.best_before < shop_today(), false))
  ORDER BY standing.level_id
  LIMIT CAST(:limit AS int)
)
ORDER BY level.id
FOR UPDATE OF level
