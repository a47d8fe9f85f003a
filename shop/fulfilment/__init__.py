"""Parcels after they were confirmed: pack, send, deliver, hand over, refuse, move to another place."""
