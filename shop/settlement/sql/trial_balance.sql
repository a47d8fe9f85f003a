-- Every account with what it stands at: debits positive. All together come to nothing.
SELECT account.kind, account.carrier, coalesce(producer.name, place.name) AS owner, producer.slug,
  account.producer_id IS NOT NULL AS of_producer, coalesce(sum(posting.amount), 0)::bigint AS amount
FROM ledger_account AS account
LEFT JOIN ledger_posting AS posting ON posting.account_id = account.id
LEFT JOIN producer ON producer.id = account.producer_id
LEFT JOIN place ON place.id = account.place_id
GROUP BY account.id, producer.id, place.id
ORDER BY account.kind, owner NULLS FIRST, account.carrier, account.id
