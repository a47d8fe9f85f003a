-- Keeps contracts that are not kept yet: the first of an order stands. The arrays are of one length, in order of ids.
INSERT INTO order_contract (order_id, version, content, digest)
SELECT row.order_id, :version, CAST(row.content AS jsonb), row.digest
FROM unnest(CAST(:ids AS uuid[]), CAST(:contents AS text[]), CAST(:digests AS bytea[]))
  AS row (order_id, content, digest)
ON CONFLICT DO NOTHING
