-- Order lines of which more or fewer pieces are going back than their returns say.
WITH wanted AS (
  SELECT line.order_line_id,
    sum(CASE WHEN state IN ('asked', 'more_info', 'escalated', 'accepted') THEN pieces ELSE shelved + written_off END)
      AS pieces
  FROM return_line AS line
  JOIN return_request ON return_request.id = line.return_id
  GROUP BY line.order_line_id
)
SELECT order_line.id AS subject, format('%s of %s', coalesce(wanted.pieces, 0), order_line.quantity) AS expected,
  order_line.going_back::text AS found
FROM order_line
LEFT JOIN wanted ON wanted.order_line_id = order_line.id
WHERE order_line.going_back <> coalesce(wanted.pieces, 0) OR order_line.going_back > order_line.quantity
ORDER BY 1
