"""Live prices: a price for a variant in a window of time."""
