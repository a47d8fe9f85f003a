"""Every knob of the product; nothing else reads the environment."""
