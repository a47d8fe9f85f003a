-- A sales point opened, renamed, moved or closed: its name and what is near stand in every list.
CREATE OR REPLACE FUNCTION note_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalog_change (product_id, reason) VALUES (NULL, 'places');
  RETURN NULL;
END
$$;
