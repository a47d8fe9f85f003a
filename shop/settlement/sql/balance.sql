-- What a producer is owed, what of it may not be paid out yet and why, and what was paid out. A sale waits while its
-- cash has not been handed in, then until so many days have passed; what was given back counts at once.
WITH moved AS (
  SELECT entry.kind, entry.created_at, -posting.amount AS amount,
    entry.kind = 'sale' AND EXISTS (
      SELECT FROM cod_collection WHERE parcel_id = entry.reference AND state = 'collected'
    ) AS held
  FROM ledger_account AS account
  JOIN ledger_posting AS posting ON posting.account_id = account.id
  JOIN ledger_entry AS entry ON entry.id = posting.entry_id
  WHERE account.kind = 'producer' AND account.producer_id = :producer
)
SELECT
  coalesce(sum(amount), 0)::bigint AS owed,
  coalesce(sum(amount) FILTER (WHERE held), 0)::bigint AS waits_for_cash,
  coalesce(sum(amount) FILTER (
    WHERE kind = 'sale' AND NOT held AND created_at > shop_now() - make_interval(days => :days)
  ), 0)::bigint AS waits_for_days,
  coalesce(-sum(amount) FILTER (WHERE kind IN ('payout', 'payout_back')), 0)::bigint AS paid_out
FROM moved
