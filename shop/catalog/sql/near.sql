near AS MATERIALIZED (
  -- Every product that stands on a shelf, with the whole metres to the nearest open sales point that has it.
  SELECT variant.product_id, min(away.distance_m) AS distance_m
  FROM (
    SELECT place.id, earth_distance(ll_to_earth(place.lat, place.lon), ll_to_earth(:lat, :lon))::int AS distance_m
    FROM place
    WHERE place.kind = 'sales_point' AND place.lat IS NOT NULL
      AND (place.closed_from IS NULL OR place.closed_from > shop_today())
  ) AS away
  JOIN shelf ON shelf.place_id = away.id
  JOIN variant ON variant.id = shelf.variant_id AND variant.active
  GROUP BY variant.product_id
)
