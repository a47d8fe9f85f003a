-- Brings the names that lead to something on sale up to date, each from every word of it on. What stands
-- in braces is filled by shop.catalog.learn.
WITH named AS MATERIALIZED (
  SELECT 'producer' AS kind, producer.slug, producer.name AS shown, count(*)::int AS products
  FROM product JOIN producer ON producer.id = product.producer_id
  WHERE {sold} GROUP BY producer.id
  UNION ALL
  SELECT 'group', coalesce(today.slug, mine.slug), min(coalesce(today.name_vi, mine.name_vi)), count(*)::int
  FROM product JOIN registered_product ON registered_product.id = product.registered_product_id
  JOIN product_group mine ON mine.id = registered_product.group_id
  LEFT JOIN product_group today ON today.id = mine.today_id
  WHERE {sold} GROUP BY 2
  UNION ALL
  SELECT 'district', region.slug, min(region.name), count(*)::int
  FROM product JOIN registered_product ON registered_product.id = product.registered_product_id
  JOIN region ON region.id = registered_product.district_id
  WHERE {sold} GROUP BY region.slug
),
begun AS MATERIALIZED (
  SELECT DISTINCT array_to_string(words[first:], ' ') AS fold, kind, slug, shown, products
  FROM (SELECT *, string_to_array(vn_words(shown), ' ') AS words FROM named) AS split
  CROSS JOIN LATERAL generate_series(1, cardinality(words)) AS first
  WHERE words[first] <> ''
),
gone AS (
  DELETE FROM completion
  WHERE NOT EXISTS (SELECT FROM begun WHERE (begun.fold, begun.kind, begun.slug)
                                            = (completion.fold, completion.kind, completion.slug))
  RETURNING fold
),
kept AS (
  INSERT INTO completion (fold, kind, slug, shown, products)
  SELECT fold, kind, slug, shown, products FROM begun
  ON CONFLICT (fold, kind, slug) DO UPDATE SET shown = excluded.shown, products = excluded.products
  WHERE (completion.shown, completion.products) IS DISTINCT FROM (excluded.shown, excluded.products)
  RETURNING fold
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) AS changed
