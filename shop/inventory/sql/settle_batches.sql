-- Blocks batches at locked levels that may no longer be sold, and frees those that may.
UPDATE stock_batch AS standing
SET blocked = NOT standing.blocked
FROM batch AS known
WHERE known.id = standing.batch_id
  AND standing.level_id = ANY (CAST(:levels AS uuid[]))
  AND standing.blocked <> (known.recalled_at IS NOT NULL OR coalesce(known.best_before < shop_today(), false))
