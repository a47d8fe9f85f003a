"""Carriers: what they ask for a parcel, their labels, and what they tell of it on its way."""
