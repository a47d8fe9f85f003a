-- The words of a text as search sees them: folded, letters and digits, one space between.
CREATE OR REPLACE FUNCTION vn_words(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(public.vn_fold(input), '[^a-z0-9]+', ' ', 'g'))
$$;
