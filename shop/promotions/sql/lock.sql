-- Takes the allowances in id order, so that two batches of the same promotions never wait for each other in a circle.
SELECT id, quota, buyer_limit, taken FROM allowance WHERE id = ANY (CAST(:allowances AS uuid[]))
ORDER BY id FOR NO KEY UPDATE
