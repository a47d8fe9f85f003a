-- The hash of one audit row: what it says, when, and the hash before it.
CREATE OR REPLACE FUNCTION audit_hash(entry audit_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(entry.previous || convert_to(
    concat_ws(chr(31), extract(epoch FROM entry.at)::text, entry.actor, entry.action, entry.subject,
              entry.detail::text, entry.request_id), 'UTF8'))
$$;
