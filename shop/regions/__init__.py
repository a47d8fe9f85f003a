"""Provinces, districts and communes of three periods, and which unit followed which."""
