-- Puts variants on the shelves of places; says so once for each product that stood on no shelf before.
-- What is under way between places stands on no shelf.
WITH put AS (
  INSERT INTO shelf (variant_id, place_id)
  SELECT given.variant_id, given.place_id
  FROM unnest(CAST(:variants AS uuid[]), CAST(:places AS uuid[])) AS given (variant_id, place_id)
  JOIN place ON place.id = given.place_id AND place.kind <> 'transit'
  ORDER BY variant_id, place_id
  ON CONFLICT DO NOTHING
  RETURNING variant_id
)
INSERT INTO catalog_change (product_id, reason)
SELECT DISTINCT mine.product_id, 'in_stock'
FROM put JOIN variant mine ON mine.id = put.variant_id
WHERE NOT EXISTS (
  SELECT FROM shelf JOIN variant sibling ON sibling.id = shelf.variant_id
  WHERE sibling.product_id = mine.product_id)
