-- What a few letters may become. :last is the unfinished word, :phrase all of it folded, :finished the words before it,
-- :begun the whole as a query for products (empty: too few letters), :most how many of each kind. Where a word stands
-- in many products only the best of all are looked through for it; else the index of words finds them. A word after
-- others comes with the text of a product that has them all (`beside`): that one knows how they are written together, best of all
-- where they stand in its own name.
WITH likely AS MATERIALIZED (
  SELECT word, shown, products FROM lexeme WHERE word >= :last AND word < :last || '{{'
  ORDER BY products DESC, word LIMIT :most
),
rarest AS MATERIALIZED (
  SELECT least((SELECT min(products) FROM lexeme WHERE word = ANY(:finished::text[])),
               (SELECT sum(products) FROM likely WHERE length(:last) > 1))::int AS products
),
word AS MATERIALIZED (
  SELECT likely.shown, likely.products, coalesce(one.text, '') AS beside
  FROM likely LEFT JOIN LATERAL (
    SELECT near.name || ' ' || near.search_text AS text
    FROM (SELECT product.name, product.fold, product.search_text FROM product
          WHERE cardinality(:finished) > 0 AND product.grade > 0 AND {listable}
            AND product.tsv @@ to_tsquery('simple', array_to_string(:finished || likely.word, ' & '))
          LIMIT 20) AS near
    ORDER BY to_tsvector('simple', near.fold) @@ to_tsquery('simple', array_to_string(:finished || likely.word, ' & '))
      DESC, near.fold
    LIMIT 1) AS one ON true
  WHERE cardinality(:finished) = 0 OR one.text IS NOT NULL
  ORDER BY likely.products DESC
),
name AS MATERIALIZED (
  SELECT completion.kind, min(completion.shown) AS shown, completion.slug, max(completion.products) AS products
  FROM completion
  WHERE completion.fold >= :phrase AND completion.fold < :phrase || '{{'
    AND (completion.kind <> 'producer' OR length(:phrase) > 3)
  GROUP BY completion.kind, completion.slug
  ORDER BY 4 DESC, 3 LIMIT :most
),
found AS MATERIALIZED (
  (SELECT product.id FROM product
   WHERE (SELECT products <= {few} FROM rarest) AND :begun <> '' AND product.tsv @@ to_tsquery('simple', :begun)
   LIMIT 200)
  UNION
  (SELECT best.id
   FROM (SELECT product.id, product.tsv FROM product WHERE (SELECT products > {few} FROM rarest) AND :begun <> ''
         ORDER BY product.grade DESC, product.id DESC LIMIT {few}) AS best
   WHERE best.tsv @@ to_tsquery('simple', :begun) LIMIT 200)
  UNION
  (SELECT product.id FROM product WHERE product.fold >= :phrase AND product.fold < :phrase || '{{'
   ORDER BY product.fold LIMIT 50)
),
item AS MATERIALIZED (
  SELECT product.name AS shown, product.slug
  FROM found JOIN product ON product.id = found.id
  WHERE {listable} AND (length(:last) > 1 OR position(' ' || :last IN ' ' || product.fold) > 0) AND EXISTS (
    SELECT FROM certificate WHERE certificate.registered_product_id = product.registered_product_id AND {graded})
  ORDER BY starts_with(product.fold, :phrase) DESC, product.sold DESC, product.grade DESC, product.fold LIMIT :most
)
SELECT 'typed' AS kind, shown, word AS slug FROM lexeme WHERE word = ANY(:finished)
UNION ALL SELECT 'word', shown, beside FROM word
UNION ALL SELECT kind, shown, slug FROM name
UNION ALL SELECT 'product', shown, slug FROM item
