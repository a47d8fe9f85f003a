-- A certificate that changed is noted in the transaction that changed it, whoever wrote it: an officer, a sweep, a
-- correction by hand. Certification stands below the catalogue and cannot call note_change itself.
CREATE OR REPLACE FUNCTION note_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalog_change (product_id, reason)
  SELECT product.id, 'certification.' || NEW.status
  FROM product
  WHERE product.registered_product_id = NEW.registered_product_id;
  RETURN NULL;
END
$$;
