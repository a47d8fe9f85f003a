"""Lots of a product: made when, best before when, at which sales point; what their labels lead to."""
