-- Certificates whose state is not what their history says last.
SELECT certificate.code AS subject, latest.status AS expected, certificate.status AS found
FROM certificate
JOIN LATERAL (
  SELECT history.status
  FROM certificate_history AS history
  WHERE history.certificate_id = certificate.id
  ORDER BY history.id DESC
  LIMIT 1
) AS latest ON true
WHERE latest.status <> certificate.status
ORDER BY certificate.code
