"""Handing pickups over while the net is away: the list a device takes along, and what it reports afterwards."""
