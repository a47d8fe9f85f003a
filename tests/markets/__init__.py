"""Markets: who runs a session, and the lowest price of it."""
