-- Bank notices that did not become what they say: booked without their money on their order, without their case, or not
-- worked for an hour; and money under a notice's name that no notice tells of.
SELECT subject, expected, found
FROM (
  SELECT notice.id::text AS subject,
    format('%s đồng for %s', notice.amount, notice.reference) AS expected,
    coalesce(format('%s đồng for %s', receipt.amount, payment.reference), 'no receipt') AS found
  FROM bank_notice AS notice
  LEFT JOIN payment_receipt AS receipt
    ON receipt.method = 'vietqr' AND receipt.foreign_id = notice.kind || ':' || notice.foreign_id
  LEFT JOIN payment ON payment.id = receipt.payment_id
  WHERE notice.outcome NOT IN ('ignored', 'case')
    AND (notice.amount, notice.reference) IS DISTINCT FROM (receipt.amount, payment.reference)
  UNION ALL
  SELECT receipt.foreign_id, 'a notice', 'none that was booked'
  FROM payment_receipt AS receipt
  LEFT JOIN bank_notice AS notice
    ON notice.kind || ':' || notice.foreign_id = receipt.foreign_id AND notice.reference IS NOT NULL
  WHERE receipt.method = 'vietqr' AND receipt.foreign_id ~ '^(sepay|generic):' AND notice.id IS NULL
  UNION ALL
  SELECT notice.id::text, format('%s: a case', notice.outcome), coalesce(bank_case.state, 'no case')
  FROM bank_notice AS notice
  LEFT JOIN bank_case ON bank_case.notice_id = notice.id
  WHERE (notice.outcome = 'case' AND (bank_case.id IS NULL OR bank_case.state = 'matched'))
    OR (bank_case.state = 'matched' AND bank_case.reference IS DISTINCT FROM notice.reference)
  UNION ALL
  SELECT notice.id::text, 'worked within an hour', 'waits'
  FROM bank_notice AS notice
  WHERE notice.handled_at IS NULL AND notice.created_at < shop_now() - interval '1 hour'
) AS wrong
ORDER BY subject
