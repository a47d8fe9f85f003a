-- Writes notices; a repeat of `(event_id, channel, reader)` writes nothing. What is read in the shop is there at once,
-- anything else waits for its first try. Comes back with the ids of the new ones.
INSERT INTO notice (
  event_id, channel, reader, person_id, order_id, email, phone, news, facts, locale, subject, body_text, body_html,
  sent_at, next_try_at
)
SELECT
  row.event_id, row.channel, row.reader, row.person_id, row.order_id, row.email, row.phone, row.news, row.facts,
  row.locale, row.subject, row.body_text, row.body_html,
  CASE WHEN row.channel = :in_app THEN shop_now() END, CASE WHEN row.channel <> :in_app THEN shop_now() END
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row (
  event_id uuid, channel text, reader text, person_id uuid, order_id uuid, email text, phone text, news text,
  facts jsonb, locale text, subject text, body_text text, body_html text
)
ON CONFLICT DO NOTHING
RETURNING id
