"""Orders: place, confirm, cancel, expire, hand over."""
