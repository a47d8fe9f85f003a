"""Stand-ins of the companies that take money: for the demonstration and for tests."""
