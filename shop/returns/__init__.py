"""Goods that go back: asked by the buyer, decided with a deadline, received, paid back."""
