-- The words of a text as people write them: lower case with diacritics, one space before, between and after.
CREATE OR REPLACE FUNCTION vn_letters(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ' ' || trim(regexp_replace(lower(normalize(input, NFC)), '[^[:alnum:]]+', ' ', 'g')) || ' '
$$;
