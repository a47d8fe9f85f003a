-- Which words a search looks for: as typed, or, where too few products have those, as they may have been meant.
chosen AS MATERIALIZED (
  SELECT CASE WHEN enough THEN to_tsquery('simple', :query) ELSE to_tsquery('simple', :wider) END AS query,
         NOT enough AND :wider <> :query AS wide
  FROM (
    SELECT :wider = :query
      OR (SELECT count(*) FROM (SELECT FROM product WHERE tsv @@ to_tsquery('simple', :query) LIMIT {enough}) AS few)
         = {enough} AS enough
  ) AS typed
)
