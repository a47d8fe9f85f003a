-- Which words a search looks for: as typed, or, where too few products have those, as they may have been meant. Only a
-- search with a rare word is counted: a LIMIT would lead the planner past the index.
chosen AS MATERIALIZED (
  SELECT CASE WHEN enough THEN to_tsquery('simple', :query) ELSE to_tsquery('simple', :wider) END AS query,
         NOT enough AND :wider <> :query AS wide
  FROM (
    SELECT :wider = :query
      OR (SELECT count(*) FROM product WHERE tsv @@ to_tsquery('simple', :query)) >= {enough} AS enough
  ) AS typed
)
