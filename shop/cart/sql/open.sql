-- Makes a basket with its first lines.
WITH made AS (
  INSERT INTO cart (person_id) VALUES (CAST(:person_id AS uuid)) RETURNING id
),
lines AS (
  INSERT INTO cart_line (cart_id, variant_id, quantity, place_id, campaign_id)
  SELECT made.id, line.*
  FROM made, unnest(
    CAST(:variants AS uuid[]), CAST(:quantities AS int[]), CAST(:places AS uuid[]), CAST(:campaigns AS uuid[])
  ) AS line
)
SELECT id FROM made
