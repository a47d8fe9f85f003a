"""The stock room of a point: its staff corrects, sends to another point, receives and counts."""
