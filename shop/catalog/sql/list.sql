-- One page of the list. The names in braces are filled by shop.catalog.listing, the named values by the caller;
-- what costs a look elsewhere (certificate, unit, shelf, producer) is asked for the rows of the page alone.
{with}SELECT page.id, page.key, page.slug, page.name, page.stars, page.potential_five, page.price, page.district,
       page.image, page.sample, producer.slug AS producer_slug, producer.name AS producer_name, page.way,
       page.distance_m, page.review_count, page.review_points,
       (SELECT unit FROM variant
        WHERE variant.product_id = page.id AND variant.active
        ORDER BY variant.price, variant.position LIMIT 1) AS unit,
       EXISTS (SELECT FROM variant JOIN shelf ON shelf.variant_id = variant.id
               WHERE variant.product_id = page.id AND variant.active) AS in_stock
FROM (
  SELECT product.id, {key} AS key, product.slug, product.name, best.stars, best.potential_five,
         product.min_price AS price, registered_product.district_written AS district,
         product.image, product.sample, product.producer_id, {way} AS way, {distance} AS distance_m,
         product.review_count, product.review_points
  FROM {source}
  JOIN registered_product ON registered_product.id = product.registered_product_id
  CROSS JOIN LATERAL (
    SELECT certificate.stars, certificate.potential_five
    FROM certificate
    WHERE certificate.registered_product_id = product.registered_product_id AND {graded}
    ORDER BY certificate.stars DESC, certificate.potential_five DESC LIMIT 1
  ) AS best
  WHERE {listable}{filters}
  ORDER BY {key} {direction}, product.id {direction}
  LIMIT {limit}
) AS page
LEFT JOIN producer ON producer.id = page.producer_id
ORDER BY page.key {direction}, page.id {direction}
