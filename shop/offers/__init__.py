"""Offers of a room: how goods are kept at a pin, who waits for them, and flash drops."""
