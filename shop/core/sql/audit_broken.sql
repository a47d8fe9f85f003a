-- The first entry whose hash does not cover it, or does not follow the entry before it.
SELECT id FROM (
  SELECT id, hash, previous, audit_hash(audit_entry) AS right_hash,
         lag(hash, 1, ''::bytea) OVER (ORDER BY id) AS hash_before
  FROM audit_entry) AS entry
WHERE hash <> right_hash OR previous <> hash_before
ORDER BY id LIMIT 1
