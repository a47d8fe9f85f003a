-- An entry whose postings do not add up to nothing never commits.
CREATE OR REPLACE FUNCTION check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong bigint;
BEGIN
  SELECT sum(amount) INTO wrong FROM ledger_posting WHERE entry_id = NEW.entry_id;
  IF wrong <> 0 THEN
    RAISE EXCEPTION 'ledger entry % is out of balance by % đồng', NEW.entry_id, wrong USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
