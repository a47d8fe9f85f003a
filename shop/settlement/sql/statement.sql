-- A producer's account over a month: a row for each kind of what its goods brought (sale, reversal), at least one, with
-- the account's own figures beside it. One statement, so that all figures are of one moment.
WITH moved AS (
  SELECT entry.kind, entry.order_id, entry.created_at, -posting.amount AS amount
  FROM ledger_account AS account
  JOIN ledger_posting AS posting ON posting.account_id = account.id
  JOIN ledger_entry AS entry ON entry.id = posting.entry_id
  WHERE account.kind = 'producer' AND account.producer_id = :producer AND entry.created_at < :until
),
account AS (
  SELECT
    coalesce(sum(amount) FILTER (WHERE created_at < :since), 0)::bigint AS opening,
    coalesce(sum(amount) FILTER (WHERE created_at >= :since AND kind = 'forfeit'), 0)::bigint AS deposits,
    coalesce(-sum(amount) FILTER (WHERE created_at >= :since AND kind = 'payout'), 0)::bigint AS paid_out,
    coalesce(sum(amount) FILTER (WHERE created_at >= :since AND kind = 'payout_back'), 0)::bigint AS paid_back,
    coalesce(sum(amount), 0)::bigint AS closing
  FROM moved
),
-- Through the orders: a small reversal may leave the producer's account alone and still give commission back.
brought AS (
  SELECT entry.kind,
    sum(line.gross)::bigint AS gross, sum(line.commission)::bigint AS commission, sum(line.fee)::bigint AS fee,
    sum(line.vat)::bigint AS vat, sum(line.pit)::bigint AS pit
  FROM ledger_entry AS entry
  JOIN ledger_line AS line ON line.entry_id = entry.id
  JOIN order_line ON order_line.id = line.order_line_id
  JOIN parcel ON parcel.id = order_line.parcel_id AND parcel.producer_id = :producer
  WHERE entry.order_id IN (SELECT order_id FROM moved)
    AND entry.kind IN ('sale', 'reversal') AND entry.created_at >= :since AND entry.created_at < :until
  GROUP BY entry.kind
)
SELECT account.*, brought.* FROM account LEFT JOIN brought ON true
