-- How many products on sale each value of each filter would leave, its own filter left out. What stands in braces is
-- filled by shop.catalog.facets: a facet's name by what its products may miss.
WITH
{with}
SELECT 'total' AS facet, '' AS value, '' AS label, count(*) AS products FROM judged WHERE {all}
UNION ALL
SELECT 'missed', (misses)::text, '', count(*) FROM judged WHERE misses > 0 GROUP BY misses
UNION ALL
SELECT 'stars', (grade / 2)::text, '', count(*) FROM judged WHERE {stars} GROUP BY grade / 2
UNION ALL
SELECT 'potential_five', (grade % 2 = 1)::text, '', count(*) FROM judged WHERE {potential_five}
GROUP BY grade % 2 = 1
UNION ALL
SELECT 'in_stock', in_stock::text, '', count(*) FROM judged WHERE {in_stock} GROUP BY in_stock
UNION ALL
SELECT 'on_air', on_air::text, '', count(*) FROM judged WHERE {on_air} GROUP BY on_air
UNION ALL
SELECT 'price', width_bucket(min_price, CAST(:bands AS bigint[]))::text, '', count(*)
FROM judged WHERE {price} GROUP BY 2
UNION ALL
SELECT 'producer', producer.slug, producer.name, counted.products
FROM (
  (SELECT producer_id, count(*) AS products FROM judged WHERE {producer} AND producer_id IS NOT NULL
   GROUP BY producer_id ORDER BY count(*) DESC, producer_id LIMIT :most)
  UNION
  (SELECT producer_id, count(*) FROM judged
   WHERE {producer} AND producer_id = (SELECT id FROM producer WHERE slug = :chosen_producer)
   GROUP BY producer_id)
) AS counted JOIN producer ON producer.id = counted.producer_id
UNION ALL
SELECT 'district', coalesce(region.slug, replace(vn_words(counted.district_written), ' ', '-')),
       min(coalesce(region.short_name, counted.district_written)), sum(counted.products)
FROM (
  SELECT district_id, CASE WHEN district_id IS NULL THEN district_written END AS district_written, count(*) AS products
  FROM judged WHERE {district} GROUP BY 1, 2
) AS counted LEFT JOIN region ON region.id = counted.district_id
WHERE counted.district_id IS NOT NULL OR vn_words(counted.district_written) <> ''
GROUP BY 2
UNION ALL
SELECT 'commune', region.slug, min(region.short_name), sum(counted.products)
FROM (SELECT commune_id, count(*) AS products FROM judged WHERE {commune} GROUP BY commune_id) AS counted
JOIN region ON region.id = counted.commune_id AND region.valid_to IS NULL
GROUP BY region.slug
UNION ALL
SELECT 'group', coalesce(today.slug, mine.slug), min(coalesce(today.name_vi, mine.name_vi)), sum(counted.products)
FROM (SELECT group_id, count(*) AS products FROM judged WHERE {group} GROUP BY group_id) AS counted
JOIN product_group mine ON mine.id = counted.group_id LEFT JOIN product_group today ON today.id = mine.today_id
GROUP BY 2
UNION ALL
SELECT 'place', place.slug, place.name, counted.products
FROM (
  SELECT shelf.place_id, count(DISTINCT judged.id) AS products
  FROM judged JOIN variant ON variant.product_id = judged.id AND variant.active JOIN shelf ON shelf.variant_id = variant.id
  WHERE {place} GROUP BY shelf.place_id
) AS counted JOIN place ON place.id = counted.place_id
