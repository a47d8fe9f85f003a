-- Brings the words of what is on sale up to date: how many products hold each, and how it is written most often. Only
-- rows that differ are written. What stands in braces is filled by shop.catalog.learn.
WITH counted AS MATERIALIZED (
  SELECT word.lexeme AS word, count(*)::int AS products
  FROM product CROSS JOIN LATERAL unnest(product.tsv) AS word
  WHERE {sold}
  GROUP BY word.lexeme
),
spelled AS MATERIALIZED (
  SELECT written, count(*) AS times
  FROM product CROSS JOIN LATERAL string_to_table(trim(product.letters), ' ') AS written
  WHERE {sold}
  GROUP BY written
),
shown AS MATERIALIZED (
  SELECT DISTINCT ON (word) word, written
  FROM (SELECT vn_fold(written) AS word, written, times FROM spelled) AS folded
  ORDER BY word, times DESC, written
),
gone AS (
  DELETE FROM lexeme WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = lexeme.word) RETURNING word
),
kept AS (
  INSERT INTO lexeme (word, shown, products)
  SELECT counted.word, coalesce(shown.written, counted.word), counted.products
  FROM counted LEFT JOIN shown USING (word)
  ON CONFLICT (word) DO UPDATE SET shown = excluded.shown, products = excluded.products
  WHERE (lexeme.shown, lexeme.products) IS DISTINCT FROM (excluded.shown, excluded.products)
  RETURNING word
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) AS changed
