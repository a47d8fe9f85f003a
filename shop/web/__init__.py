"""The pages for people: what a page shows (views), how it is written (templates), and who asks for it (pages)."""
