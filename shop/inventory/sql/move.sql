-- Changes stock rows the caller has locked, writes a ledger line for each change and, for holds, the hold itself.
-- The guard stands here, in the UPDATE: a row it refuses is missing from the answer, and the caller rolls back.
WITH change AS (
  SELECT *
  FROM unnest(CAST(:levels AS uuid[]), CAST(:parties AS uuid[]), CAST(:on_hand AS int[]), CAST(:held AS int[]))
    AS given (level_id, reference, on_hand, held)
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
  RETURNING level.id, level.variant_id, level.place_id,
    level.on_hand - level.held AS free, summed.on_hand - summed.held AS freed
),
written AS (
  INSERT INTO movement (level_id, kind, on_hand, held, reference, actor, reason)
  SELECT level_id, CAST(:kind AS text), on_hand, held, reference, CAST(:actor AS text), CAST(:reason AS text)
  FROM change
),
kept AS (
  INSERT INTO stock_hold (reference, level_id, pieces)
  SELECT reference, level_id, held FROM change WHERE CAST(:kind AS text) = 'hold'
)
SELECT id, variant_id, place_id, free, freed FROM moved ORDER BY id
