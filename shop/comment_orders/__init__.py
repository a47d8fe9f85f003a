"""What people write in a room becomes orders: asked where it is not clear, answered where it was said."""
