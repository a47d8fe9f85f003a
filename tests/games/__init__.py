"""Tests of what a room plays."""
