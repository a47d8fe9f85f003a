"""HTTP manners: problems, doors, limits, cookies, pages of lists."""
