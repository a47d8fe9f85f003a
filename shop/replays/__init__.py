"""What is left to see of a session: its replay with chapters, the clips of its products, and their removal."""
