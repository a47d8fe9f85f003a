"""HTTP manners: problems, limits, headers, cached reads."""
