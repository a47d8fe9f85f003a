"""The tests: in-process, committed, and whole system."""
