-- Writes a payment and the first line of its history: one statement, as every order does it.
WITH opened AS (
  INSERT INTO payment (reference, method, amount, state)
  VALUES (:reference, :method, :amount, :state)
  RETURNING id, state
)
INSERT INTO payment_history (payment_id, state, actor)
SELECT id, state, :actor FROM opened
