"""Uploads: checked by what they are, re-encoded, stored by their content."""
