"""What a room may show and say: masks, names, prices. Pure."""

import unicodedata
from datetime import timedelta

from shop.core.text import squeeze

MAX_PINS = 3  # what fits above the fold of a phone, and in one breath of a host
MAX_COMMENT = 300  # characters after NFC
ROOM_COMMENTS = 20  # newest comments of a snapshot, and the most of one frame
ABANDONED_AFTER = timedelta(minutes=30)  # a host may overrun a market; one gone for so long has left

_UNSEEN = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_comment(text: str) -> str:
    """One line of NFC text without signs nobody sees or that turn the line around. Emoji stay whole."""
    return squeeze("".join(sign for sign in text if sign not in _UNSEEN))


def has_letters(text: str) -> bool:
    """Whether `text` shows anything at all."""
    return any(unicodedata.category(sign)[0] not in "ZCM" for sign in text)


def given_name(name: str) -> str:
    """The name people call each other by, the last word of a Vietnamese name: `Lê Thị Bích Ngọc` → `Ngọc`."""
    words = name.split()
    return words[-1] if words else ""


def short_name(name: str) -> str:
    """`Lê Thị Bích Ngọc` as `Lê Thị Bích N.`; a single word stays."""
    *before, last = name.split() or [""]
    return " ".join([*before, last[0] + "."]) if before else name


def mask_code(code: str) -> str:
    """`CM-7F3K-92PM` as `CM-••••-92PM`: its owner knows it again, nobody else can use it."""
    prefix, _, signs = code.partition("-")
    middle, _, end = signs.partition("-")
    return f"{prefix}-{'•' * len(middle)}-{end}" if end else code


def is_live_price(price: int, list_price: int) -> bool:
    """Whether a variant of `list_price` đồng may be pinned at `price`: above nothing, never above the list."""
    return 0 < price <= list_price
