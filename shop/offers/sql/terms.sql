-- How the variants of sessions are sold: what their hosts said of each, and how many wait for it
-- in the line of its pin.
SELECT wanted.session_id, wanted.variant_id, offer.policy, offer.hold_minutes,
  offer.deposit_percent, offer.deposit_each, offer.deposit_kept, (
    SELECT count(*)::int FROM waiting_entry AS entry
    WHERE entry.session_id = wanted.session_id AND entry.variant_id = wanted.variant_id AND entry.state = 'waiting'
      AND entry.flash_id IS NULL
  ) AS waiting
FROM unnest(CAST(:sessions AS uuid[]), CAST(:variants AS uuid[])) AS wanted (session_id, variant_id)
LEFT JOIN offer ON offer.session_id = wanted.session_id AND offer.variant_id = wanted.variant_id
