-- Batches at a level that are not the sum of their ledger lines, levels that do not say what their batches are, and
-- batches that stand where other goods are kept.
WITH booked AS (
  SELECT level_id, batch_id, sum(on_hand) AS on_hand
  FROM movement
  WHERE batch_id IS NOT NULL
  GROUP BY level_id, batch_id
)
SELECT coalesce(standing.level_id, booked.level_id) AS subject,
  format('batch %s: %s', coalesce(standing.batch_id, booked.batch_id), coalesce(booked.on_hand, 0)) AS expected,
  coalesce(standing.on_hand, 0)::text AS found
FROM booked
FULL JOIN stock_batch AS standing ON standing.level_id = booked.level_id AND standing.batch_id = booked.batch_id
WHERE coalesce(booked.on_hand, 0) <> coalesce(standing.on_hand, 0)
UNION ALL
SELECT level.id,
  format('%s of known batches, %s blocked', coalesce(sum(standing.on_hand), 0),
    coalesce(sum(standing.on_hand) FILTER (WHERE standing.blocked), 0)),
  format('%s of known batches, %s blocked, %s on hand', level.batched, level.blocked, level.on_hand)
FROM stock_level AS level
LEFT JOIN stock_batch AS standing ON standing.level_id = level.id
GROUP BY level.id
HAVING coalesce(sum(standing.on_hand), 0) <> level.batched
  OR coalesce(sum(standing.on_hand) FILTER (WHERE standing.blocked), 0) <> level.blocked
  OR level.batched NOT BETWEEN 0 AND level.on_hand
UNION ALL
SELECT level.id, format('batches of variant %s', level.variant_id), format('batch %s of %s', known.code, known.variant_id)
FROM stock_batch AS standing
JOIN stock_level AS level ON level.id = standing.level_id
JOIN batch AS known ON known.id = standing.batch_id
WHERE known.variant_id <> level.variant_id
ORDER BY 1
