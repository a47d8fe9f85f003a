-- What is known of the words of a search, in one look. $1 its words, $2 its runs of up to four words, $3 its last word
-- (perhaps unfinished), $4/$5 a word and what it may stand for, $6/$7/$8 a word and its two halves, $9 runs of its
-- words written together, $10 products that make a word frequent enough never to be doubted.
WITH known AS MATERIALIZED (SELECT word, shown, products FROM lexeme WHERE word = ANY($1::text[])),
begun AS MATERIALIZED (
  SELECT coalesce(sum(products), 0)::int AS products
  FROM (SELECT products FROM lexeme WHERE word >= $3::text AND word < $3 || '{' LIMIT 500) AS few
),
rare AS MATERIALIZED (
  SELECT word FROM unnest($1) AS asked(word)
  WHERE length(word) > 2 AND NOT EXISTS (SELECT FROM known WHERE known.word = asked.word AND products >= $10::int)
    AND NOT (word = $3 AND (SELECT products FROM begun) >= $10)
)
SELECT 'word' AS kind, word, word AS other, shown, products FROM known
UNION ALL
SELECT 'begun', $3, $3, $3, products FROM begun
UNION ALL
SELECT 'synonym', phrase, means, means_shown, 0 FROM synonym WHERE phrase = ANY($2::text[])
UNION ALL
SELECT 'synonym', means, phrase, phrase_shown, 0 FROM synonym WHERE means = ANY($2)
UNION ALL
SELECT 'near', rare.word, near.word, near.shown, near.products
FROM rare CROSS JOIN LATERAL (
  SELECT word, shown, products FROM lexeme
  WHERE lexeme.word % rare.word AND abs(length(lexeme.word) - length(rare.word)) < 3
  ORDER BY similarity(lexeme.word, rare.word) DESC, products DESC LIMIT 20
) AS near
UNION ALL
SELECT 'near', slip.word, lexeme.word, lexeme.shown, lexeme.products
FROM unnest($4::text[], $5::text[]) AS slip(word, other) JOIN rare USING (word) JOIN lexeme ON lexeme.word = slip.other
UNION ALL
SELECT 'near', half.word, first.word || ' ' || last.word, first.shown || ' ' || last.shown,
       least(first.products, last.products)
FROM unnest($6::text[], $7::text[], $8::text[]) AS half(word, head, tail)
JOIN rare USING (word) JOIN lexeme first ON first.word = half.head JOIN lexeme last ON last.word = half.tail
UNION ALL
SELECT 'joined', word, word, shown, products FROM lexeme WHERE word = ANY($9::text[])
