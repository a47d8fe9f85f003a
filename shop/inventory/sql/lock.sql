-- Takes the stock rows of the wanted pairs in id order, so that two orders of the same goods never wait for each other.
SELECT level.id, level.variant_id, level.place_id, level.on_hand, level.held, level.batched, level.blocked, level.free
FROM stock_level AS level
JOIN unnest(CAST(:variants AS uuid[]), CAST(:places AS uuid[])) AS wanted (variant_id, place_id)
  ON level.variant_id = wanted.variant_id AND level.place_id = wanted.place_id
ORDER BY level.id
FOR UPDATE OF level
