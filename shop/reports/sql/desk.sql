-- What the warnings at a host's desk are made of: the host's last word, what was said since, the last change of a pin, and
-- the viewers of the last minutes, the newest first.
WITH host AS (
  SELECT coalesce(max(comment.created_at), live_session.started_at) AS said_at
  FROM live_session
  LEFT JOIN comment ON comment.session_id = live_session.id AND comment.person_id = live_session.host_id
    AND comment.order_code IS NULL
  WHERE live_session.id = :session
  GROUP BY live_session.id
)
SELECT host.said_at,
  asked.waiting, asked.since,
  (SELECT max(greatest(created_at, unpinned_at)) FROM pin WHERE session_id = :session) AS pinned_at,
  ARRAY(
    SELECT viewers FROM session_minute
    WHERE session_id = :session AND minute > shop_now() - make_interval(mins => :minutes) ORDER BY minute DESC
  ) AS viewers
FROM host, LATERAL (
  SELECT count(*)::int AS waiting, min(created_at) AS since FROM comment
  WHERE session_id = :session AND created_at > host.said_at AND order_code IS NULL AND NOT shadow AND hidden_at IS NULL
) AS asked
