-- The months (Hà Nội) in which a producer's account moved, the newest first: by how much, and what it stood at then.
SELECT date_trunc('month', entry.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS first_day,
  sum(-posting.amount)::bigint AS moved,
  (sum(sum(-posting.amount)) OVER (
    ORDER BY date_trunc('month', entry.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
  ))::bigint AS closing
FROM ledger_account AS account
JOIN ledger_posting AS posting ON posting.account_id = account.id
JOIN ledger_entry AS entry ON entry.id = posting.entry_id
WHERE account.kind = 'producer' AND account.producer_id = :producer
GROUP BY date_trunc('month', entry.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
ORDER BY first_day DESC
LIMIT :most
