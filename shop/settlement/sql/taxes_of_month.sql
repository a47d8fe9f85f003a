-- Of whom tax was withheld in a month: on which revenue, how much; what was given back is taken off. Revenue of goods
-- that are not taxed is left out.
SELECT producer.id, producer.slug, producer.name, producer.tax_code, producer.kind, producer.address,
  sum(line.gross)::bigint AS revenue, sum(line.vat)::bigint AS vat, sum(line.pit)::bigint AS pit
FROM ledger_entry AS entry
JOIN ledger_line AS line ON line.entry_id = entry.id
JOIN order_line ON order_line.id = line.order_line_id
JOIN parcel ON parcel.id = order_line.parcel_id
JOIN producer ON producer.id = parcel.producer_id
WHERE entry.kind IN ('sale', 'reversal') AND entry.created_at >= :since AND entry.created_at < :until
  AND EXISTS (
    SELECT FROM ledger_line AS taxed
    WHERE taxed.order_line_id = line.order_line_id AND (taxed.vat <> 0 OR taxed.pit <> 0)
  )
GROUP BY producer.id
HAVING sum(line.gross) <> 0 OR sum(line.vat) <> 0 OR sum(line.pit) <> 0
ORDER BY producer.name, producer.id
