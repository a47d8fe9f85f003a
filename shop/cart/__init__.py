"""Baskets and quotes."""
