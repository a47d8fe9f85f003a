"""How goods reach the buyer, and what that costs."""
