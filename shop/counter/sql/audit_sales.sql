-- Walk-in sales whose lines, returns and lines of the ledger do not tell one story.
WITH back AS (
  SELECT line_id, sum(pieces) AS pieces FROM counter_return_line GROUP BY line_id
),
ledger AS (
  SELECT movement.reference AS sale_id, level.variant_id, level.place_id, -sum(movement.on_hand) AS gone
  FROM movement
  JOIN stock_level AS level ON level.id = movement.level_id
  JOIN counter_sale ON counter_sale.id = movement.reference
  GROUP BY 1, 2, 3
)
SELECT sale.code AS subject,
  format('%s sold, %s back, %s gone', line.quantity, line.returned, line.quantity - line.returned) AS expected,
  format('%s sold, %s back, %s gone', line.quantity, coalesce(back.pieces, 0), coalesce(ledger.gone, 0)) AS found
FROM counter_sale_line AS line
JOIN counter_sale AS sale ON sale.id = line.sale_id
LEFT JOIN back ON back.line_id = line.id
LEFT JOIN ledger ON (ledger.sale_id, ledger.variant_id, ledger.place_id) = (sale.id, line.variant_id, sale.place_id)
WHERE line.returned <> coalesce(back.pieces, 0) OR line.quantity - line.returned <> coalesce(ledger.gone, 0)
UNION ALL
SELECT sale.code, format('total %s', coalesce(sum(line.total), 0)), format('total %s', sale.total)
FROM counter_sale AS sale
LEFT JOIN counter_sale_line AS line ON line.sale_id = sale.id
GROUP BY sale.id
HAVING coalesce(sum(line.total), 0) <> sale.total
UNION ALL
SELECT sale.code, format('gave back %s', coalesce(sum(line.price * back.pieces), 0)), format('gave back %s', took.total)
FROM counter_return AS took
JOIN counter_sale AS sale ON sale.id = took.sale_id
LEFT JOIN counter_return_line AS back ON back.return_id = took.id
LEFT JOIN counter_sale_line AS line ON line.id = back.line_id
GROUP BY took.id, sale.code
HAVING coalesce(sum(line.price * back.pieces), 0) <> took.total
ORDER BY 1
