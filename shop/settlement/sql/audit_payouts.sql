-- Payouts whose entries are not what their state asks for, and producers who were paid more than they were owed then.
-- What came in or went back within a minute of a payout may have been on its way, and counts for the producer.
WITH should AS (
  SELECT id, code, amount AS gone, CASE state WHEN 'failed' THEN amount ELSE 0 END AS back, producer_id
  FROM payout WHERE state IN ('approved', 'sent', 'paid', 'failed')
),
found AS (
  SELECT entry.reference AS id, account.producer_id,
    coalesce(sum(amount) FILTER (WHERE entry.kind = 'payout'), 0) AS gone,
    coalesce(sum(-amount) FILTER (WHERE entry.kind = 'payout_back'), 0) AS back
  FROM ledger_entry AS entry
  JOIN ledger_posting AS posting ON posting.entry_id = entry.id
  JOIN ledger_account AS account ON account.id = posting.account_id AND account.kind = 'producer'
  WHERE entry.kind IN ('payout', 'payout_back')
  GROUP BY entry.reference, account.producer_id
),
running AS (
  SELECT entry.kind, entry.reference, account.producer_id, amount,
    coalesce(sum(-amount) FILTER (WHERE entry.kind IN ('sale', 'forfeit', 'payout_back')) OVER (
      PARTITION BY account.id ORDER BY entry.created_at RANGE BETWEEN UNBOUNDED PRECEDING AND '1 minute' FOLLOWING
    ), 0) AS came,
    coalesce(sum(amount) FILTER (WHERE entry.kind = 'reversal') OVER (
      PARTITION BY account.id ORDER BY entry.created_at RANGE BETWEEN UNBOUNDED PRECEDING AND '1 minute' PRECEDING
    ), 0) AS taken,
    coalesce(sum(amount) FILTER (WHERE entry.kind = 'payout') OVER (
      PARTITION BY account.id ORDER BY entry.created_at, entry.id ROWS UNBOUNDED PRECEDING
    ), 0) AS paid
  FROM ledger_posting AS posting
  JOIN ledger_account AS account ON account.id = posting.account_id AND account.kind = 'producer'
  JOIN ledger_entry AS entry ON entry.id = posting.entry_id
  WHERE account.producer_id IS NOT NULL
)
SELECT coalesce(should.code, found.id::text) AS subject,
  format('%s out, %s back', coalesce(should.gone, 0), coalesce(should.back, 0)) AS expected,
  format('%s out, %s back', coalesce(found.gone, 0), coalesce(found.back, 0)) AS found
FROM should FULL JOIN found ON found.id = should.id AND found.producer_id = should.producer_id
WHERE (should.gone, should.back) IS DISTINCT FROM (found.gone, found.back)
UNION ALL
SELECT producer.slug, format('at most %s paid', running.came - running.taken), format('%s paid', running.paid)
FROM running JOIN producer ON producer.id = running.producer_id
WHERE running.kind = 'payout' AND running.paid > running.came - running.taken
ORDER BY 1
