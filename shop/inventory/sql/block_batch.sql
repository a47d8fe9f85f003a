-- A batch that was taken back may not be sold from the same commit on, wherever it stands: its units are blocked and,
-- where nothing else is free, the goods leave the shelf. Batches stand below inventory and cannot call it.
CREATE OR REPLACE FUNCTION public.block_batch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  levels uuid[];
BEGIN
  PERFORM FROM stock_level
  WHERE id IN (SELECT level_id FROM stock_batch WHERE batch_id = NEW.id)
  ORDER BY id FOR UPDATE;
  WITH blocked AS (
    UPDATE stock_batch SET blocked = true WHERE batch_id = NEW.id AND NOT blocked RETURNING level_id
  )
  SELECT array_agg(level_id) INTO levels FROM blocked;
  WITH taken AS (
    DELETE FROM shelf USING stock_level AS level
    WHERE level.id = ANY (levels) AND level.free = 0
      AND shelf.variant_id = level.variant_id AND shelf.place_id = level.place_id
    RETURNING shelf.variant_id
  )
  INSERT INTO catalog_change (product_id, reason)
  SELECT DISTINCT variant.product_id, 'out_of_stock' FROM taken JOIN variant ON variant.id = taken.variant_id;
  RETURN NULL;
END
$function$
