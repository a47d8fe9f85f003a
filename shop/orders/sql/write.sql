-- Writes orders, their lines and the first line of their history; comes back with the ids of those whose code was free.
WITH written AS (
  INSERT INTO shop_order (
    id, created_at, code, status, person_id, session_id, contact_name, contact_phone, contact_email, locale,
    delivery, place_id, address_line, address_commune_id, payment_method, subtotal, shipping, discount, total,
    confirmed_age, hold_expires_at, pickup_code_hash, version, sample
  )
  SELECT * FROM unnest(
    CAST(:id AS uuid[]), CAST(:created_at AS timestamptz[]), CAST(:code AS text[]), CAST(:status AS text[]),
    CAST(:person_id AS uuid[]), CAST(:session_id AS uuid[]), CAST(:contact_name AS text[]),
    CAST(:contact_phone AS text[]), CAST(:contact_email AS text[]), CAST(:locale AS text[]),
    CAST(:delivery AS text[]), CAST(:place_id AS uuid[]), CAST(:address_line AS text[]),
    CAST(:address_commune_id AS uuid[]), CAST(:payment_method AS text[]), CAST(:subtotal AS bigint[]),
    CAST(:shipping AS bigint[]), CAST(:discount AS bigint[]), CAST(:total AS bigint[]),
    CAST(:confirmed_age AS smallint[]), CAST(:hold_expires_at AS timestamptz[]), CAST(:pickup_code_hash AS bytea[]),
    CAST(:version AS int[]), CAST(:sample AS boolean[])
  )
  ON CONFLICT (code) DO NOTHING
  RETURNING id, status
),
lines AS (
  INSERT INTO order_line (
    order_id, variant_id, place_id, campaign_id, product_name, variant_name, unit, quantity, price, total
  )
  SELECT line.*
  FROM unnest(
    CAST(:line_order_id AS uuid[]), CAST(:line_variant_id AS uuid[]), CAST(:line_place_id AS uuid[]),
    CAST(:line_campaign_id AS uuid[]), CAST(:line_product_name AS text[]), CAST(:line_variant_name AS text[]),
    CAST(:line_unit AS text[]), CAST(:line_quantity AS int[]), CAST(:line_price AS bigint[]),
    CAST(:line_total AS bigint[])
  ) AS line (
    order_id, variant_id, place_id, campaign_id, product_name, variant_name, unit, quantity, price, total
  )
  JOIN written ON written.id = line.order_id
)
INSERT INTO order_history (order_id, status, actor)
SELECT id, status, :actor FROM written
RETURNING order_id
