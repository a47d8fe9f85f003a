-- What was withheld for the state in each month (Hà Nội), less what was given back: the newest month first.
SELECT date_trunc('month', entry.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS first_day,
  coalesce(-sum(posting.amount) FILTER (WHERE account.kind = 'vat'), 0)::bigint AS vat,
  coalesce(-sum(posting.amount) FILTER (WHERE account.kind = 'pit'), 0)::bigint AS pit
FROM ledger_account AS account
JOIN ledger_posting AS posting ON posting.account_id = account.id
JOIN ledger_entry AS entry ON entry.id = posting.entry_id
WHERE account.kind IN ('vat', 'pit')
GROUP BY first_day
ORDER BY first_day DESC
LIMIT :most
