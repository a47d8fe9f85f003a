-- Units of known batches that left levels for the references and have not come back.
SELECT movement.reference, movement.level_id, movement.batch_id, (-sum(movement.on_hand))::int AS pieces
FROM movement
WHERE movement.reference = ANY (CAST(:parties AS uuid[])) AND movement.batch_id IS NOT NULL
GROUP BY movement.reference, movement.level_id, movement.batch_id
HAVING sum(movement.on_hand) < 0
ORDER BY movement.level_id, movement.batch_id
