"""Stock per variant and place: receive, hold, release, consume."""
