"""The run of show: its segments and their goods, the hand-over to the next stall, goods asked from elsewhere."""
