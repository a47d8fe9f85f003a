-- Writes payments and the first line of their history.
WITH opened AS (
  INSERT INTO payment (reference, method, amount, deposit, state)
  SELECT reference, method, amount, deposit, state
  FROM unnest(
    CAST(:references AS uuid[]), CAST(:methods AS text[]), CAST(:amounts AS bigint[]),
    CAST(:deposits AS bigint[]), CAST(:states AS text[])
  ) AS due (reference, method, amount, deposit, state)
  RETURNING id, state
)
INSERT INTO payment_history (payment_id, state, actor)
SELECT id, state, CAST(:actor AS text) FROM opened
