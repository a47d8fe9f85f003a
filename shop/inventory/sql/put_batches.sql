-- Puts units of batches at levels the caller has locked; comes back with the levels of those that may not be sold.
WITH put AS (
  INSERT INTO stock_batch AS batch (level_id, batch_id, on_hand, blocked)
  SELECT given.level_id, given.batch_id, sum(given.pieces)::int,
    bool_or(known.recalled_at IS NOT NULL OR coalesce(known.best_before < shop_today(), false))
  FROM unnest(CAST(:levels AS uuid[]), CAST(:batches AS uuid[]), CAST(:pieces AS int[]))
    AS given (level_id, batch_id, pieces)
  JOIN batch AS known ON known.id = given.batch_id
  GROUP BY given.level_id, given.batch_id
  ORDER BY given.level_id, given.batch_id
  ON CONFLICT (level_id, batch_id)
  DO UPDATE SET on_hand = batch.on_hand + excluded.on_hand, blocked = excluded.blocked
  RETURNING level_id, blocked
)
SELECT DISTINCT level_id FROM put WHERE blocked
