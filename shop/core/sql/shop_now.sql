-- The clock of the shop: the transaction's time, unless a test installation has warped it.
CREATE OR REPLACE FUNCTION shop_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    (SELECT anchor_shop + (transaction_timestamp() - anchor_real) * rate FROM clock_warp),
    transaction_timestamp())
$$;
