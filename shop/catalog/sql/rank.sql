-- How well a product fits a search, the least first: words typed with diacritics that it writes otherwise, then where
    -- the words stand, then a short name and many stars.
    10000 * (SELECT count(*)::int FROM unnest(:accented::text[]) AS typed WHERE position(typed IN product.letters) = 0)
    + CASE WHEN product.fold = :phrase THEN 0
           WHEN starts_with(product.fold, :phrase || ' ') THEN 1000
           WHEN starts_with(product.fold, :phrase) THEN 1500
           WHEN position(' ' || :phrase IN ' ' || product.fold) > 0 THEN 2000
           WHEN product.tsv @@ to_tsquery('simple', :in_name) THEN 3000
           ELSE 4000 END
    + least(length(product.fold), 99) - 2 * product.grade
