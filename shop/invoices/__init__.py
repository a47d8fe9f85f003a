"""Invoices: what a seller sold, numbered, taxed, told to the tax authority and printed."""
