-- Products whose kept count and sum of points are not those of their reviews.
SELECT product.slug AS subject, coalesce(said.count, 0) || ' reviews, ' || coalesce(said.points, 0) || ' points' AS expected,
       product.review_count || ' reviews, ' || product.review_points || ' points' AS found
FROM product
LEFT JOIN (SELECT product_id, count(*) AS count, sum(points) AS points FROM review GROUP BY product_id) AS said
  ON said.product_id = product.id
WHERE (product.review_count, product.review_points) <> (coalesce(said.count, 0), coalesce(said.points, 0))
ORDER BY product.slug LIMIT 100
