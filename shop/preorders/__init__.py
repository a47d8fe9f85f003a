"""Pre-orders of a harvest: windows in which they are taken, and the pieces claimed in them."""
