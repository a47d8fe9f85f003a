-- Chains the audit log: one writer at a time, each hash over the row and the hash before it.
-- The id is drawn under the lock, so that the order of ids is the order of the chain.
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_entry'));
  NEW.id := nextval(pg_get_serial_sequence('audit_entry', 'id'));
  NEW.previous := coalesce((SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1), ''::bytea);
  NEW.hash := audit_hash(NEW);
  RETURN NEW;
END
$$;
