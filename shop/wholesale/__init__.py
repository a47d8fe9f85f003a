"""Wholesale: from which number on a producer sells at other prices, and what buyers ask and are offered."""
