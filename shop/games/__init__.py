"""What a room plays: reactions, polls, lucky draws anybody can recompute, and vouchers dropped into it."""
