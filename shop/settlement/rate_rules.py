"""Shares in hundredths of a percent, as people write them."""

import re
from decimal import Decimal

from shop.core.i18n import Locale

HIGHEST_COMMISSION, HIGHEST_FEE = 5000, 1000  # hundredths of a percent
FURTHEST = 400  # days ahead: what is written stays, and a slip of the year would too
_PERCENT = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?[ \u00a0]?%?", re.ASCII)


def read_rate(text: str, most: int) -> int | None:
    """`2,5` or `2.5 %` as hundredths of a percent; None when it is no percentage or more than `most`."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    rate = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return rate if rate <= most else None


def show_rate(rate: int, locale: Locale) -> str:
    """`2,5 %` or `2.5%`."""
    written = f"{(Decimal(rate) / 100).normalize():f}"
    return f"{written.replace('.', ',')}\u00a0%" if locale == "vi" else f"{written}%"
