-- Puts a variant on the shelf of a place; says so when its product stood on no shelf before.
WITH put AS (
  INSERT INTO shelf (variant_id, place_id) VALUES (:variant_id, :place_id)
  ON CONFLICT DO NOTHING
  RETURNING variant_id
)
INSERT INTO catalog_change (product_id, reason)
SELECT mine.product_id, 'in_stock'
FROM put JOIN variant mine ON mine.id = put.variant_id
WHERE NOT EXISTS (
  SELECT FROM shelf JOIN variant sibling ON sibling.id = shelf.variant_id
  WHERE sibling.product_id = mine.product_id)
