-- Claims the keys of a batch, in their order, each with the id of what it will stand for; taken ones are left out.
INSERT INTO idempotency_key (scope, route, key, request_hash, reference)
SELECT scope, route, key, hash, uuidv7()::text
FROM unnest(CAST(:scopes AS text[]), CAST(:routes AS text[]), CAST(:keys AS text[]), CAST(:hashes AS bytea[]))
  AS asked (scope, route, key, hash)
ORDER BY scope, route, key
ON CONFLICT DO NOTHING
RETURNING scope, route, key, reference, created_at, request_hash
