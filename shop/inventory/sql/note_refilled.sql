-- Forgets that goods ran low where there are enough again; rows somebody holds are left to the next time.
WITH refilled AS MATERIALIZED (
  SELECT id
  FROM stock_level
  WHERE low_since IS NOT NULL AND free > coalesce(low_at, CAST(:usual AS int))
  ORDER BY id
  LIMIT CAST(:limit AS int)
  FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE stock_level AS level SET low_since = NULL FROM refilled WHERE level.id = refilled.id RETURNING level.id
