"""A service that issues invoices, played: for tests, demos and whoever writes an adapter."""
