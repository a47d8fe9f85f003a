"""Oversight of live sales: complaints, orders of authorities, the record of a session, and how long it is kept."""
