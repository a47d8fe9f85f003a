-- Writes orders, their parcels and lines and the first line of both histories; comes back with the ids of those whose
-- code was free.
WITH written AS (
  INSERT INTO shop_order (
    id, created_at, code, status, person_id, session_id, contact_name, contact_phone, contact_email, locale,
    delivery, place_id, address_line, address_commune_id, payment_method, subtotal, shipping, discount, total,
    confirmed_age, hold_expires_at, pickup_code_hash, version, sample, unheld, deposit,
    deposit_kept
  )
  SELECT * FROM unnest(
    CAST(:id AS uuid[]), CAST(:created_at AS timestamptz[]), CAST(:code AS text[]), CAST(:status AS text[]),
    CAST(:person_id AS uuid[]), CAST(:session_id AS uuid[]), CAST(:contact_name AS text[]),
    CAST(:contact_phone AS text[]), CAST(:contact_email AS text[]), CAST(:locale AS text[]),
    CAST(:delivery AS text[]), CAST(:place_id AS uuid[]), CAST(:address_line AS text[]),
    CAST(:address_commune_id AS uuid[]), CAST(:payment_method AS text[]), CAST(:subtotal AS bigint[]),
    CAST(:shipping AS bigint[]), CAST(:discount AS bigint[]), CAST(:total AS bigint[]),
    CAST(:confirmed_age AS smallint[]), CAST(:hold_expires_at AS timestamptz[]), CAST(:pickup_code_hash AS bytea[]),
    CAST(:version AS int[]), CAST(:sample AS boolean[]), CAST(:unheld AS boolean[]),
    CAST(:deposit AS bigint[]), CAST(:deposit_kept AS boolean[])
  )
  ON CONFLICT (code) DO NOTHING
  RETURNING id, status
),
parcels AS (
  INSERT INTO parcel (id, order_id, producer_id, place_id, number, status, reason, amount, deposit)
  SELECT part.id, part.order_id, part.producer_id, part.place_id, part.number, written.status, part.reason, part.amount,
    part.deposit
  FROM unnest(
    CAST(:parcel_id AS uuid[]), CAST(:parcel_order_id AS uuid[]), CAST(:parcel_producer_id AS uuid[]),
    CAST(:parcel_place_id AS uuid[]), CAST(:parcel_number AS smallint[]), CAST(:parcel_reason AS text[]),
    CAST(:parcel_amount AS bigint[]), CAST(:parcel_deposit AS bigint[])
  ) AS part (id, order_id, producer_id, place_id, number, reason, amount, deposit)
  JOIN written ON written.id = part.order_id
  RETURNING id, status, place_id
),
lines AS (
  INSERT INTO order_line (
    order_id, parcel_id, variant_id, place_id, campaign_id, product_name, variant_name, unit, quantity, price, total,
    discount, producer_discount
  )
  SELECT order_id, parcel_id, variant_id, line.place_id, campaign_id, product_name, variant_name, unit, quantity, price,
    line.total, discount, producer_discount
  FROM unnest(
    CAST(:line_order_id AS uuid[]), CAST(:line_parcel_id AS uuid[]), CAST(:line_variant_id AS uuid[]),
    CAST(:line_place_id AS uuid[]), CAST(:line_campaign_id AS uuid[]), CAST(:line_product_name AS text[]),
    CAST(:line_variant_name AS text[]), CAST(:line_unit AS text[]), CAST(:line_quantity AS int[]),
    CAST(:line_price AS bigint[]), CAST(:line_total AS bigint[]), CAST(:line_discount AS bigint[]),
    CAST(:line_producer_discount AS bigint[])
  ) WITH ORDINALITY AS line (
    order_id, parcel_id, variant_id, place_id, campaign_id, product_name, variant_name, unit, quantity, price, total,
    discount, producer_discount, at
  )
  JOIN written ON written.id = line.order_id
  ORDER BY line.at  -- ids rise in this order, by which lines are read
),
noted AS (
  INSERT INTO parcel_history (parcel_id, status, place_id, actor) SELECT id, status, place_id, :actor FROM parcels
)
INSERT INTO order_history (order_id, status, actor) SELECT id, status, :actor FROM written
RETURNING order_id
