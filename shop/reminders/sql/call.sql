-- Calls the readers of what is due, each about a market or stall once a moment. Comes back with the ids of new calls.
-- Who begins to watch when a moment has already come is not called of it: the page they stand on says it.
WITH due AS (
  SELECT w.id, m.id AS about, moment.name AS moment
  FROM watch w
  JOIN market m ON m.id = w.market_id
  JOIN (VALUES ('day', interval '24 hours', interval '2 hours'), ('soon', interval '15 minutes', interval '0'))
    AS moment (name, from_before, until_before)
    ON shop_now() >= m.starts_at - moment.from_before AND shop_now() < m.starts_at - moment.until_before
    AND w.created_at < m.starts_at - moment.from_before
  WHERE w.stopped_at IS NULL AND m.state <> 'called_off'
  UNION ALL
  SELECT w.id, m.id, 'air'
  FROM watch w
  JOIN market m ON m.id = w.market_id
  WHERE w.stopped_at IS NULL AND EXISTS (
    SELECT FROM live_session s
    WHERE s.market_id = m.id AND s.state = 'on_air'
      AND s.started_at > greatest(w.created_at, shop_now() - interval '30 minutes')
  )
  UNION ALL
  SELECT w.id, s.id, moment.name
  FROM live_session s
  JOIN watch w ON w.session_id = s.id OR w.producer_id IN (
    SELECT p.producer_id FROM line_up l JOIN variant v ON v.id = l.variant_id JOIN product p ON p.id = v.product_id
    WHERE l.session_id = s.id
  )
  JOIN (VALUES ('day', interval '24 hours', interval '2 hours'), ('soon', interval '15 minutes', interval '0'))
    AS moment (name, from_before, until_before)
    ON shop_now() >= s.starts_at - moment.from_before AND shop_now() < s.starts_at - moment.until_before
    AND w.created_at < s.starts_at - moment.from_before
    AND (moment.name = 'day' OR w.session_id IS NOT NULL)
  WHERE w.stopped_at IS NULL AND s.state = 'scheduled'
    AND s.starts_at BETWEEN shop_now() AND shop_now() + interval '24 hours'
  UNION ALL
  SELECT w.id, s.id, 'air'
  FROM live_session s
  JOIN watch w ON w.session_id = s.id OR w.producer_id IN (
    SELECT p.producer_id FROM line_up l JOIN variant v ON v.id = l.variant_id JOIN product p ON p.id = v.product_id
    WHERE l.session_id = s.id
  )
  WHERE w.stopped_at IS NULL AND s.state = 'on_air'
    AND s.started_at > greatest(w.created_at, shop_now() - interval '30 minutes')
), fresh AS (
  SELECT DISTINCT ON (reader, due.about, due.moment) due.id, due.about, due.moment, reader
  FROM due JOIN watch w ON w.id = due.id
  CROSS JOIN LATERAL (SELECT coalesce('mail:' || w.email, 'person:' || w.person_id, 'push:' || w.push_id)) AS key (reader)
  WHERE NOT EXISTS (
    SELECT FROM watch_call c WHERE c.reader = key.reader AND c.about = due.about AND c.moment = due.moment
  )
  ORDER BY reader, due.about, due.moment, due.id
  LIMIT :most
)
INSERT INTO watch_call (watch_id, reader, about, moment)
SELECT id, reader, about, moment FROM fresh
ON CONFLICT DO NOTHING
RETURNING id
