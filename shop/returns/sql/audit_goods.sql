-- Returns whose goods are not on the books as they came: all of them onto the shelf, the spoiled off it again.
WITH came AS (
  SELECT asked.code, asked.parcel_id, level.id AS level_id, sum(line.shelved + line.written_off) AS pieces,
    sum(line.written_off) AS written_off
  FROM return_line AS line
  JOIN return_request AS asked ON asked.id = line.return_id
  JOIN order_line ON order_line.id = line.order_line_id
  JOIN stock_level AS level ON level.variant_id = order_line.variant_id AND level.place_id = asked.place_id
  WHERE line.shelved + line.written_off > 0
  GROUP BY asked.code, asked.parcel_id, level.id
),
booked AS (
  SELECT came.code, came.level_id,
    coalesce(sum(on_hand) FILTER (WHERE kind = 'return' AND reason = code AND reference = parcel_id), 0) AS pieces,
    coalesce(-sum(on_hand) FILTER (WHERE kind = 'adjust' AND reason = 'broken: ' || code), 0) AS written_off
  FROM came
  LEFT JOIN movement ON movement.level_id = came.level_id
  GROUP BY came.code, came.level_id
)
SELECT came.code AS subject, format('%s back, %s written off', came.pieces, came.written_off) AS expected,
  format('%s back, %s written off', booked.pieces, booked.written_off) AS found
FROM came
JOIN booked ON booked.code = came.code AND booked.level_id = came.level_id
WHERE (came.pieces, came.written_off) IS DISTINCT FROM (booked.pieces, booked.written_off)
ORDER BY 1
