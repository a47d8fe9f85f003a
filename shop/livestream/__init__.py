"""Night markets: halls, stalls on air, pins, comments."""
