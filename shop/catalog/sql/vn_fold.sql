-- Lower case without diacritics, đ as d, also for decomposed input. The twin of shop.core.text.fold.
CREATE OR REPLACE FUNCTION vn_fold(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(input, NFC)))
$$;
