-- What a room shows of its offers, of who waits for its pins, and of its flash drop: the one to come, or the one just over.
SELECT 'offer' AS kind, NULL::uuid AS id, variant_id, policy::text AS word, hold_minutes::int AS number, NULL::int AS rest,
  NULL::int AS each, NULL::bigint AS price, NULL::timestamptz AS opens_at, NULL::timestamptz AS closes_at,
  NULL::int AS waiting, deposit_percent::int AS percent, deposit_each AS deposit, deposit_kept AS kept
FROM offer WHERE session_id = :session
UNION ALL
SELECT 'waiting', NULL, variant_id, NULL, count(*)::int, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM waiting_entry WHERE session_id = :session AND state = 'waiting' AND flash_id IS NULL GROUP BY variant_id
UNION ALL
SELECT * FROM (
  SELECT 'flash', flash.id, flash.variant_id, flash.ended_why::text, flash.pieces, allowance.quota - allowance.taken,
    flash.buyer_limit, flash.price, flash.opens_at, flash.closes_at, (
      SELECT count(*)::int FROM waiting_entry AS entry WHERE entry.session_id = flash.session_id
        AND entry.variant_id = flash.variant_id AND entry.state = 'waiting' AND entry.flash_id = flash.id), NULL::int, NULL::bigint, NULL::boolean
  FROM flash_drop AS flash
  JOIN campaign ON campaign.id = flash.campaign_id
  JOIN allowance ON allowance.id = campaign.allowance_id
  WHERE flash.session_id = :session
    AND (flash.ended_at IS NULL OR (flash.ended_at > shop_now() - CAST(:shown AS interval)
      AND flash.ended_why <> 'called_off'))
  ORDER BY flash.ended_at IS NOT NULL, flash.id DESC LIMIT 1
) AS newest
