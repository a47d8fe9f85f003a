-- The last changes, and the seconds until the next day of Hà Nội begins. $1 is the highest id seen so far (null:
-- none yet); the 500 ids before it are looked at again, as a transaction may commit after one with a higher id.
SELECT coalesce((SELECT array_agg(id) FROM catalog_change
                 WHERE id > coalesce($1, (SELECT max(id) FROM catalog_change), 0) - 500), '{}') AS ids,
       extract(epoch FROM (shop_today() + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' - shop_now())::float8
         AS seconds_left
