-- Entries whose postings do not add up to nothing, and sales whose lines say something else than their postings.
WITH sums AS (
  SELECT entry_id, sum(amount) AS total,
    coalesce(sum(-amount) FILTER (WHERE account.kind = 'producer'), 0) AS net,
    coalesce(sum(-amount) FILTER (WHERE account.kind = 'commission'), 0) AS commission,
    coalesce(sum(-amount) FILTER (WHERE account.kind = 'fee'), 0) AS fee,
    coalesce(sum(-amount) FILTER (WHERE account.kind IN ('vat', 'pit')), 0) AS tax
  FROM ledger_posting JOIN ledger_account AS account ON account.id = account_id
  GROUP BY entry_id
),
lines AS (
  SELECT entry_id, sum(gross - commission - fee - vat - pit) AS net, sum(commission) AS commission, sum(fee) AS fee,
    sum(vat + pit) AS tax
  FROM ledger_line GROUP BY entry_id
)
SELECT entry.kind || ' ' || entry.reference AS subject,
  format('0 in all; net %s, commission %s, fee %s, tax %s', coalesce(lines.net, 0), coalesce(lines.commission, 0),
    coalesce(lines.fee, 0), coalesce(lines.tax, 0)) AS expected,
  format('%s in all; net %s, commission %s, fee %s, tax %s', sums.total, sums.net, sums.commission, sums.fee,
    sums.tax) AS found
FROM ledger_entry AS entry
JOIN sums ON sums.entry_id = entry.id
LEFT JOIN lines ON lines.entry_id = entry.id
WHERE sums.total <> 0
  OR entry.kind IN ('sale', 'reversal')
    AND (sums.net, sums.commission, sums.fee, sums.tax)
      IS DISTINCT FROM (coalesce(lines.net, 0), coalesce(lines.commission, 0), coalesce(lines.fee, 0),
        coalesce(lines.tax, 0))
ORDER BY 1
