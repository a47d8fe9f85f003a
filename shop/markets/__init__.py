"""Night markets and their stalls: who stands where and when, from which stock."""
