-- Units of known batches that lines of the ledger with these references have taken off levels (sign -1) or put there (1),
-- all such lines of a reference added up; best before first.
SELECT movement.reference, movement.level_id, movement.batch_id, (CAST(:sign AS int) * sum(movement.on_hand))::int AS pieces
FROM movement
JOIN batch AS known ON known.id = movement.batch_id
WHERE movement.reference = ANY (CAST(:parties AS uuid[])) AND movement.batch_id IS NOT NULL
GROUP BY movement.reference, movement.level_id, movement.batch_id, known.best_before
HAVING CAST(:sign AS int) * sum(movement.on_hand) > 0
ORDER BY movement.level_id, known.best_before NULLS LAST, movement.batch_id
