"""Periodic work, each a thin task; their rhythm stands in workers/clock.py."""
