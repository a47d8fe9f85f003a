-- A rate begins after the day it is written on, so that what was frozen for orders that are placed stays so.
CREATE OR REPLACE FUNCTION rate_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.starts_on <= shop_today() THEN
    RAISE EXCEPTION 'a rate cannot begin on %', NEW.starts_on USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
