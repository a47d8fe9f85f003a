-- Today's calendar date in Hà Nội.
CREATE OR REPLACE FUNCTION shop_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (shop_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;
