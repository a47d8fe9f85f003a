-- The last changes (null: none), each with the seconds until the next day of Hà Nội begins. $1 is the highest id seen
-- so far (null: none yet); the 500 ids before it are looked at again, as a lower id may commit after a higher one.
SELECT change.id, clock.seconds_left
FROM (
  SELECT extract(epoch FROM (shop_today() + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' - shop_now())::float8
    AS seconds_left
) AS clock
LEFT JOIN catalog_change AS change
  ON change.id > coalesce($1, (SELECT max(id) FROM catalog_change), 0) - 500
