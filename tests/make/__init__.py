"""Factories: real rows for tests, one module a domain."""
