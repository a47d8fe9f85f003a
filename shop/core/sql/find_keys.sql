-- The keys of a batch that stand for something already.
SELECT scope, route, key, reference, created_at, request_hash
FROM idempotency_key
JOIN unnest(CAST(:scopes AS text[]), CAST(:routes AS text[]), CAST(:keys AS text[]), CAST(:hashes AS bytea[]))
  AS asked (scope, route, key, hash) USING (scope, route, key)
WHERE reference IS NOT NULL
