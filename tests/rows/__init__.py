"""Rows of the matrix by area: API and PAGES of each module, and `names`, what its addresses need to exist."""
