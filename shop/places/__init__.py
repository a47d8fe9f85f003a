"""Where stock stands: sales points and producers' stores."""
