-- Lets a level say how many of its units are of a known batch, and how many of those may not be sold.
CREATE OR REPLACE FUNCTION public.weigh_batches()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  level uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.level_id ELSE NEW.level_id END;
  more integer := 0;
  more_blocked integer := 0;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    more := more - OLD.on_hand;
    more_blocked := more_blocked - CASE WHEN OLD.blocked THEN OLD.on_hand ELSE 0 END;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    more := more + NEW.on_hand;
    more_blocked := more_blocked + CASE WHEN NEW.blocked THEN NEW.on_hand ELSE 0 END;
  END IF;
  IF more <> 0 OR more_blocked <> 0 THEN
    UPDATE stock_level SET batched = batched + more, blocked = blocked + more_blocked WHERE id = level;
  END IF;
  RETURN NULL;
END
$function$
