-- The products a search finds, in the order of the list, before certificates are looked at: those are asked for the
-- rows of the page alone. Names in braces are filled by shop.catalog.listing.
hit AS MATERIALIZED (
  SELECT id, rank
  FROM (
    SELECT product.id, {rank} AS rank
    FROM {tables}
    WHERE product.tsv @@ (SELECT query FROM chosen) AND NOT product.hidden{filters}
    {limit}
  ) AS found
  ORDER BY rank {direction}, id {direction}
)
