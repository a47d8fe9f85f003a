"""Rooms: one-way sockets beside the framework, frames encoded once, given to crowds in slices. Knows no shop."""
