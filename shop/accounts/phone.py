"""Phone numbers: any spelling people use in Việt Nam, kept as E.164."""

from functools import lru_cache

import phonenumbers

from shop.accounts.errors import BadPhone

REGION = "VN"
_LONGEST = 40  # characters


def normalise_phone(text: str, field: str = "contact.phone") -> str:
    """`0912 345 678`, `+84 (0)912.345.678` or `84912345678` as `+84912345678`.

    Raises:
        BadPhone: no telephone network has such a number; says how many digits were read.
    """
    found = read_phone(text)
    if found is None:
        raise BadPhone(field=field, digits=sum(sign.isdigit() for sign in text[:_LONGEST]))
    return found


@lru_cache(maxsize=256)  # one order asks several times
def read_phone(text: str) -> str | None:
    """The number as E.164, or None when it cannot be one."""
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
