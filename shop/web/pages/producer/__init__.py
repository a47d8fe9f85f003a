"""A producer at work: /chu-the."""
