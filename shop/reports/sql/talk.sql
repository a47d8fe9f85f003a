-- What was said in these sessions for all to read, minute by minute; the room's own lines about orders are no comments.
SELECT session_id, date_trunc('minute', created_at) AS minute, count(*)::int AS comments
FROM comment
WHERE session_id = ANY(:sessions) AND order_code IS NULL AND NOT shadow AND hidden_at IS NULL
GROUP BY session_id, date_trunc('minute', created_at)
