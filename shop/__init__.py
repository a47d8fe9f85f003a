"""Chợ Mây: the product."""
