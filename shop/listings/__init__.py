"""What producers do to their listings: edits that wait for approval, prices and stock at once, import, export."""
