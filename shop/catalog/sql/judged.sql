-- What is on sale, each with a bit for every filter in use that it does not fit. Those that miss two count nowhere.
-- `grade` says what is on sale: kept within a second of an officer's act, within a minute of a day's turn.
judged AS MATERIALIZED (
  SELECT product.id, product.grade, product.min_price, product.producer_id, registered_product.district_id,
         registered_product.district_written, registered_product.commune_id, registered_product.group_id,
         EXISTS (SELECT FROM variant JOIN shelf ON shelf.variant_id = variant.id
                 WHERE variant.product_id = product.id AND variant.active) AS in_stock,
         EXISTS (SELECT FROM airing WHERE airing.product_id = product.id) AS on_air,
         {misses} AS misses
  FROM {source}
  JOIN registered_product ON registered_product.id = product.registered_product_id
  WHERE product.grade > 0 AND {listable}{searched}
)
