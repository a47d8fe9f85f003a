-- Takes the holds of the references that are in one state and their stock rows, in the rows' id order.
SELECT hold.id, hold.level_id, hold.reference, hold.pieces, level.batched
FROM stock_hold AS hold
JOIN stock_level AS level ON level.id = hold.level_id
WHERE hold.reference = ANY (CAST(:parties AS uuid[])) AND hold.state = :state
ORDER BY hold.level_id, hold.id
FOR UPDATE OF level, hold
