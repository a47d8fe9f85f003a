-- Transfers whose lines of the ledger are not what their state asks for: what left, what stands in transit, what came.
WITH booked AS (
  SELECT movement.reference AS transfer_id, level.variant_id, level.place_id,
    place.kind = 'transit' AS in_transit, sum(movement.on_hand) AS on_hand
  FROM movement
  JOIN stock_level AS level ON level.id = movement.level_id
  JOIN place ON place.id = level.place_id
  WHERE movement.reference IN (SELECT id FROM stock_transfer)
  GROUP BY movement.reference, level.variant_id, level.place_id, place.kind
),
compared AS (
  SELECT transfer.code, line.pieces, line.received, transfer.status,
    coalesce(max(-booked.on_hand) FILTER (WHERE booked.place_id = transfer.from_place_id), 0) AS gone,
    coalesce(max(booked.on_hand) FILTER (WHERE booked.in_transit), 0) AS under_way,
    coalesce(max(booked.on_hand) FILTER (WHERE booked.place_id = transfer.to_place_id), 0) AS arrived
  FROM stock_transfer AS transfer
  JOIN stock_transfer_line AS line ON line.transfer_id = transfer.id
  LEFT JOIN booked ON booked.transfer_id = transfer.id AND booked.variant_id = line.variant_id
  GROUP BY transfer.id, line.id
)
SELECT code AS subject,
  format('%s: %s sent, %s received', status, pieces, coalesce(received, 0)) AS expected,
  format('%s gone, %s in transit, %s arrived', gone, under_way, arrived) AS found
FROM compared
WHERE gone <> CASE status WHEN 'cancelled' THEN 0 ELSE pieces END
  OR under_way <> CASE status WHEN 'sent' THEN pieces ELSE 0 END
  OR arrived <> CASE WHEN status IN ('received', 'partly_received') THEN coalesce(received, -1) ELSE 0 END
  OR (status = 'sent') <> (received IS NULL)
ORDER BY code
