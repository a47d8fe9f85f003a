"""Chủ thể OCOP: cooperatives, companies, household businesses."""
