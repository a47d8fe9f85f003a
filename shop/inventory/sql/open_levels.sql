-- Makes the missing levels of the wanted pairs, in one order for everybody.
INSERT INTO stock_level (variant_id, place_id, sample)
SELECT variant_id, place_id, CAST(:sample AS boolean)
FROM unnest(CAST(:variants AS uuid[]), CAST(:places AS uuid[])) AS wanted (variant_id, place_id)
ORDER BY variant_id, place_id
ON CONFLICT DO NOTHING
