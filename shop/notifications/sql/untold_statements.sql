-- Producers whose account moved in a month and whose owners were not told of its statement. The notice's event is made of
-- producer and month, so a letter is written once for both, whoever else tries.
WITH due AS (
  SELECT account.producer_id, CAST(md5('statement ' || account.producer_id || ' ' || :month) AS uuid) AS event_id
  FROM ledger_account AS account
  JOIN ledger_posting AS posting ON posting.account_id = account.id
  JOIN ledger_entry AS entry ON entry.id = posting.entry_id
  WHERE account.kind = 'producer' AND account.producer_id IS NOT NULL
    AND entry.created_at >= :since AND entry.created_at < :until
  GROUP BY account.producer_id
)
SELECT due.producer_id, due.event_id FROM due
WHERE NOT EXISTS (SELECT FROM notice WHERE notice.event_id = due.event_id)
  AND EXISTS (
    SELECT FROM producer_member JOIN person ON person.id = producer_member.person_id
    WHERE producer_member.producer_id = due.producer_id AND producer_member.role = 'owner'
      AND person.disabled_at IS NULL
  )
ORDER BY due.producer_id
LIMIT :most
