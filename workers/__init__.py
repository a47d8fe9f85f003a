"""Celery and the relay: when and where work runs. No business rule lives here."""
