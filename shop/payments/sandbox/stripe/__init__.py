"""Stripe, played: its shapes for its own client, its test cards, its signed notices."""
