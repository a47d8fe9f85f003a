-- Goods on the shelf of which none is free, and free ones that are not there.
SELECT level.id AS subject,
  CASE WHEN level.free > 0 AND place.kind <> 'transit' THEN 'on the shelf' ELSE 'off the shelf' END AS expected,
  format('%s free, %s', level.free, CASE WHEN shelf.variant_id IS NULL THEN 'off it' ELSE 'on it' END) AS found
FROM stock_level AS level
JOIN place ON place.id = level.place_id
LEFT JOIN shelf ON shelf.variant_id = level.variant_id AND shelf.place_id = level.place_id
WHERE (level.free > 0 AND place.kind <> 'transit') <> (shelf.variant_id IS NOT NULL)
ORDER BY level.id
