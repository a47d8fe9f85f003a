-- The products a search finds, before certificates are looked at. Names in braces are filled by shop.catalog.listing.
hit AS MATERIALIZED (
  SELECT product.id, {rank} AS rank
  FROM {tables}
  WHERE product.tsv @@ (SELECT query FROM chosen) AND NOT product.hidden{filters}
  {limit}
)
