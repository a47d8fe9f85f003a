"""Alembic migrations; SQL functions are files of their domains, loaded from here."""
