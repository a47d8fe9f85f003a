"""Producers get their money: where it goes, who is paid how much, two persons, the bank's file, what became of it."""
