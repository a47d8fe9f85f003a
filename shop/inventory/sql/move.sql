-- Changes stock rows the caller has locked, writes a ledger line for each change and, for holds, the hold itself.
-- The guard stands here, in the UPDATE: a row it refuses is missing from the answer, and the caller rolls back.
-- A hold may take neither what is kept for the counter nor what may not be sold.
WITH change AS (
  SELECT *
  FROM unnest(
    CAST(:levels AS uuid[]), CAST(:parties AS uuid[]), CAST(:on_hand AS int[]), CAST(:held AS int[]),
    CAST(:batches AS uuid[])
  ) AS given (level_id, reference, on_hand, held, batch_id)
),
summed AS (
  SELECT level_id, sum(on_hand)::int AS on_hand, sum(held)::int AS held FROM change GROUP BY level_id
),
moved AS (
  UPDATE stock_level AS level
  SET on_hand = level.on_hand + summed.on_hand, held = level.held + summed.held
  FROM summed
  WHERE level.id = summed.level_id
    AND level.held + summed.held BETWEEN 0 AND level.on_hand + summed.on_hand
    AND level.batched <= level.on_hand + summed.on_hand
    AND (CAST(:kind AS text) <> 'hold'
      OR level.held + summed.held <= level.on_hand - level.blocked - level.counter_quota)
  RETURNING level.id, level.variant_id, level.place_id,
    level.on_hand - level.held - level.blocked - level.counter_quota AS free, summed.on_hand - summed.held AS freed
),
written AS (
  INSERT INTO movement (level_id, kind, on_hand, held, reference, batch_id, actor, reason)
  SELECT level_id, CAST(:kind AS text), on_hand, held, reference, batch_id, CAST(:actor AS text), CAST(:reason AS text)
  FROM change
),
kept AS (
  INSERT INTO stock_hold (reference, level_id, pieces)
  SELECT reference, level_id, held FROM change WHERE CAST(:kind AS text) = 'hold'
)
SELECT id, variant_id, place_id, free, freed FROM moved ORDER BY id
