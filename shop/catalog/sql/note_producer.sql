-- A producer suspended or let in again: any of its goods may have left or come, so every list is meant.
CREATE OR REPLACE FUNCTION note_producer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalog_change (product_id, reason) VALUES (NULL, 'producers.' || NEW.state);
  RETURN NULL;
END
$$;
