-- Products shown with more stars than their certificates in force give. What stands in braces is filled by
-- shop.catalog.grade.
WITH best AS (
  SELECT certificate.registered_product_id, max(certificate.stars * 2 + certificate.potential_five::int) AS grade
  FROM certificate
  WHERE {graded}
  GROUP BY certificate.registered_product_id
)
SELECT product.slug AS subject, coalesce(best.grade, 0)::text AS expected, product.grade::text AS found
FROM product
LEFT JOIN best ON best.registered_product_id = product.registered_product_id
WHERE product.grade > coalesce(best.grade, 0)
ORDER BY product.slug
