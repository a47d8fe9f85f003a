-- Writes an order, its lines and the first line of its history. Nothing comes back when its code is taken.
WITH written AS (
  INSERT INTO shop_order (
    id, created_at, code, status, person_id, session_id, contact_name, contact_phone, contact_email, locale,
    delivery, place_id, address_line, address_commune_id, payment_method, subtotal, shipping, discount, total,
    confirmed_age, hold_expires_at, pickup_code_hash, version, sample
  )
  VALUES (
    :id, :created_at, :code, :status, :person_id, :session_id, :contact_name, :contact_phone, :contact_email, :locale,
    :delivery, :place_id, :address_line, :address_commune_id, :payment_method, :subtotal, :shipping, :discount, :total,
    :confirmed_age, :hold_expires_at, :pickup_code_hash, :version, :sample
  )
  ON CONFLICT (code) DO NOTHING
  RETURNING id, status
),
lines AS (
  INSERT INTO order_line (
    order_id, variant_id, place_id, campaign_id, product_name, variant_name, unit, quantity, price, total
  )
  SELECT written.id, line.*
  FROM written, unnest(
    CAST(:line_variant_id AS uuid[]), CAST(:line_place_id AS uuid[]), CAST(:line_campaign_id AS uuid[]),
    CAST(:line_product_name AS text[]), CAST(:line_variant_name AS text[]), CAST(:line_unit AS text[]),
    CAST(:line_quantity AS int[]), CAST(:line_price AS bigint[]), CAST(:line_total AS bigint[])
  ) AS line
)
INSERT INTO order_history (order_id, status, actor)
SELECT id, status, :actor FROM written
RETURNING order_id
