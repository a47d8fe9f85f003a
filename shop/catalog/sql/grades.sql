-- Lets every product's grade say what its best certificate in force says; only rows that differ are written, and
-- rows somebody holds are left to the next time. What stands in braces is filled by shop.catalog.grade.
WITH best AS MATERIALIZED (
  SELECT certificate.registered_product_id, max(certificate.stars * 2 + certificate.potential_five::int) AS grade
  FROM certificate
  WHERE {graded}{of_certificate}
  GROUP BY certificate.registered_product_id
),
wrong AS MATERIALIZED (
  SELECT product.id, coalesce(best.grade, 0) AS grade
  FROM product LEFT JOIN best ON best.registered_product_id = product.registered_product_id
  WHERE product.grade <> coalesce(best.grade, 0){of_product}
),
free AS MATERIALIZED (
  SELECT wrong.id, wrong.grade FROM product JOIN wrong ON wrong.id = product.id
  ORDER BY product.id FOR NO KEY UPDATE OF product{busy}
)
UPDATE product SET grade = free.grade FROM free WHERE product.id = free.id RETURNING product.id
