-- Windows whose taken pieces are not those of their open claims.
SELECT preorder_window.id::text AS subject,
  coalesce(sum(claim.pieces), 0)::text AS expected,
  preorder_window.taken::text AS found
FROM preorder_window
LEFT JOIN preorder_claim AS claim ON claim.window_id = preorder_window.id AND claim.state <> 'ended'
GROUP BY preorder_window.id
HAVING coalesce(sum(claim.pieces), 0) <> preorder_window.taken
ORDER BY 1
