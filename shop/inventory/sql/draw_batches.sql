-- From which batches units leave levels the caller has locked: best before first, goods of no known batch last, none
-- that may not be sold. A loss is taken from goods of no known batch first, then from those that may not be sold.
WITH wanted AS (
  SELECT * FROM unnest(CAST(:levels AS uuid[]), CAST(:pieces AS int[])) AS given (level_id, pieces)
),
pool AS (
  SELECT wanted.level_id, standing.batch_id, standing.on_hand, standing.blocked, known.best_before
  FROM wanted
  JOIN stock_batch AS standing ON standing.level_id = wanted.level_id AND standing.on_hand > 0
  JOIN batch AS known ON known.id = standing.batch_id
  WHERE (CAST(:loss AS boolean) OR NOT standing.blocked) AND standing.batch_id <> ALL (CAST(:but AS uuid[]))
  UNION ALL
  SELECT level.id, NULL, level.on_hand - level.batched, false, NULL
  FROM wanted
  JOIN stock_level AS level ON level.id = wanted.level_id AND level.on_hand > level.batched
),
running AS (
  SELECT pool.*, wanted.pieces, sum(pool.on_hand) OVER (
    PARTITION BY pool.level_id
    ORDER BY (pool.batch_id IS NULL) <> CAST(:loss AS boolean), NOT pool.blocked, pool.best_before NULLS LAST,
      pool.batch_id
  ) AS upto
  FROM pool
  JOIN wanted ON wanted.level_id = pool.level_id
)
SELECT level_id, batch_id, least(on_hand, pieces - (upto - on_hand))::int AS pieces
FROM running
WHERE upto - on_hand < pieces
ORDER BY level_id, upto
