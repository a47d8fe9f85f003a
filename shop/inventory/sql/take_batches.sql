-- Takes units off batches at levels the caller has locked; what is not there is missing from the answer.
UPDATE stock_batch AS batch
SET on_hand = batch.on_hand - given.pieces
FROM (
  SELECT level_id, batch_id, sum(pieces)::int AS pieces
  FROM unnest(CAST(:levels AS uuid[]), CAST(:batches AS uuid[]), CAST(:pieces AS int[]))
    AS given (level_id, batch_id, pieces)
  GROUP BY level_id, batch_id
) AS given
WHERE batch.level_id = given.level_id AND batch.batch_id = given.batch_id AND batch.on_hand >= given.pieces
RETURNING batch.level_id, batch.batch_id
