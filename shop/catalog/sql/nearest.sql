-- The last resort of a search: products whose name looks like it, where no product at all holds its words.
chosen AS MATERIALIZED (
  SELECT to_tsquery('simple', :wider) || to_tsquery('simple', :query) AS query, false AS wide
),
hit AS MATERIALIZED (
  SELECT product.id, {rank} AS rank
  FROM {tables}
  CROSS JOIN LATERAL (SELECT 1000 - (1000 * word_similarity(:phrase, product.fold))::int AS rank) AS look
  WHERE :phrase <% product.fold AND NOT product.hidden
    AND NOT EXISTS (SELECT FROM product AS found WHERE found.tsv @@ (SELECT query FROM chosen)){filters}
  ORDER BY look.rank LIMIT 100
)
