"""Parcels go to their buyers: asked of carriers, labelled, followed on their way."""
