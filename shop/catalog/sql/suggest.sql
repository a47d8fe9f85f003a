-- What a few letters may become. :last is the unfinished word, :phrase all of it, :before the finished words as a query
-- (empty: none), :begun the whole as a query for products (empty: too few letters), :most how many of each kind.
WITH finished AS MATERIALIZED (
  SELECT CASE WHEN :before = '' THEN NULL ELSE to_tsquery('simple', :before) END AS query
),
word AS MATERIALIZED (
  SELECT 'word' AS kind, lexeme.shown, ''::text AS slug, lexeme.products
  FROM (
    SELECT word, shown, products FROM lexeme
    WHERE word >= :last AND word < :last || '{{' AND (:before = '' OR length(:last) > 1 OR word = :last)
    ORDER BY products DESC, word LIMIT CASE WHEN :before = '' THEN :most ELSE 3 * :most END
  ) AS lexeme
  WHERE :before = '' OR EXISTS (
    SELECT FROM product
    WHERE product.tsv @@ ((SELECT query FROM finished) && to_tsquery('simple', lexeme.word))
      AND product.grade > 0 AND {listable})
  ORDER BY lexeme.products DESC LIMIT :most
),
name AS MATERIALIZED (
  SELECT completion.kind, min(completion.shown) AS shown, completion.slug, max(completion.products) AS products
  FROM completion
  WHERE completion.fold >= :phrase AND completion.fold < :phrase || '{{'
    AND (completion.kind <> 'producer' OR length(:phrase) > 1)
  GROUP BY completion.kind, completion.slug
  ORDER BY 4 DESC, 3 LIMIT :most
),
found AS MATERIALIZED (
  SELECT product.id FROM product
  WHERE :begun <> '' AND product.tsv @@ to_tsquery('simple', :begun) AND product.grade > 0 AND NOT product.hidden
  LIMIT 200
),
begun AS MATERIALIZED (
  SELECT product.id FROM product
  WHERE product.fold >= :phrase AND product.fold < :phrase || '{{' AND product.grade > 0 AND NOT product.hidden
  ORDER BY product.fold LIMIT 50
),
item AS MATERIALIZED (
  SELECT 'product' AS kind, product.name AS shown, product.slug, product.sold AS products
  FROM (SELECT id FROM found UNION SELECT id FROM begun) AS hit JOIN product ON product.id = hit.id
  WHERE {listable} AND (length(:last) > 1 OR position(' ' || :last IN ' ' || product.fold) > 0) AND EXISTS (
    SELECT FROM certificate WHERE certificate.registered_product_id = product.registered_product_id AND {graded})
  ORDER BY starts_with(product.fold, :phrase) DESC, product.sold DESC, product.grade DESC, product.fold LIMIT :most
)
SELECT kind, shown, slug, products FROM word
UNION ALL SELECT kind, shown, slug, products FROM name
UNION ALL SELECT kind, shown, slug, products FROM item
