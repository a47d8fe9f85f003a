"""Drawings of the pages: hosts of stalls; those of products stand in the catalogue."""

import zlib

from shop.catalog.drawing import VARIANTS, art_key, picture_of

__all__ = ["VARIANTS", "art_key", "picture_of", "stall_art"]


def stall_art(slug: str) -> int:
    """Which of the four drawn hosts stands in a stall: 1 to 4."""
    return zlib.crc32(slug.encode()) % 4 + 1
