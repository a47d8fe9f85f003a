"""The drawing that stands in for a photograph: one per product group, in several colours."""

import zlib

from shop.core.text import fold

VARIANTS = {"food": 4, "drink": 4, "herb": 4, "craft": 6, "plant": 4, "tour": 4}
OTHER = "food"  # a product whose group is not known

# First words of a group's folded name -> drawing: the six of Decision 148/QĐ-TTg, then the names of 1048.
_BEGINNINGS = (
    ("thuc pham", "food"),
    ("do uong", "drink"),
    ("duoc lieu", "herb"),
    ("thao duoc", "herb"),
    ("hang thu cong", "craft"),
    ("thu cong", "craft"),
    ("vai va may mac", "craft"),
    ("luu niem", "craft"),
    ("sinh vat canh", "plant"),
    ("dich vu du lich", "tour"),
    ("du lich", "tour"),
)


def art_key(group: str | None) -> str:
    """The drawing of a product group, by its name or its slug: food drink herb craft plant tour."""
    words = fold(group or "").replace("-", " ")
    return next((key for beginning, key in _BEGINNINGS if words.startswith(beginning)), OTHER)


def picture_of(group: str | None, name: str) -> str:
    """The address of a product's drawing. The same name always gets the same colours."""
    key = art_key(group)
    return f"/static/art/{key}-{zlib.crc32(fold(name).encode()) % VARIANTS[key] + 1}.svg"
