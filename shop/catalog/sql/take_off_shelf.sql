-- Takes a variant off the shelf of a place; says so when its product then stands on no shelf.
WITH taken AS (
  DELETE FROM shelf WHERE variant_id = :variant_id AND place_id = :place_id
  RETURNING variant_id, place_id
)
INSERT INTO catalog_change (product_id, reason)
SELECT mine.product_id, 'out_of_stock'
FROM taken JOIN variant mine ON mine.id = taken.variant_id
WHERE NOT EXISTS (
  SELECT FROM shelf JOIN variant sibling ON sibling.id = shelf.variant_id
  WHERE sibling.product_id = mine.product_id
    AND (shelf.variant_id, shelf.place_id) <> (taken.variant_id, taken.place_id))
