-- Takes back keys claimed in this transaction.
DELETE FROM idempotency_key
USING unnest(CAST(:scopes AS text[]), CAST(:routes AS text[]), CAST(:keys AS text[])) AS asked (scope, route, key)
WHERE (idempotency_key.scope, idempotency_key.route, idempotency_key.key) = (asked.scope, asked.route, asked.key)
