"""What of a person others may read: names cut short, phone numbers covered. Pure."""

import re

_PHONE = re.compile(
    r"(?<!\d)(?:(?<!\d[.,])(?:\(?\+?84|0)(?:[ .\-()]{0,2}\d){8,10}(?!\d)"
    r"|0[35789]\d{8}(?!\d))"  # no price has so many digits in a row: "A12,0912345678"
)


def mask_phones(text: str) -> str:
    """Hide telephone numbers in what others read: only the last three digits stay."""
    return _PHONE.sub(lambda found: mask_phone(found.group()), text)


def mask_phone(phone: str) -> str:
    """`+84912345678` as `•••• 678`."""
    digits = [sign for sign in phone if sign.isdigit()]
    return "•••• " + "".join(digits[-3:])


def public_name(name: str) -> str:
    """`Lê Thị Bích Ngọc` as `Ngọc L.`: how others may know who speaks. A single word stays."""
    words = mask_phones(name).split()
    return f"{words[-1]} {words[0][0]}." if len(words) > 1 else "".join(words)
