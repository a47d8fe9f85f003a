"""Phone numbers: any spelling people use in Việt Nam, kept as E.164."""

import re
from functools import cache, lru_cache

import phonenumbers

from shop.accounts.errors import BadPhone

REGION = "VN"
_USUAL = re.compile(r"(?:\+84|0)([0-9]{9})")  # how most are written: no need to try all that people may write
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


@lru_cache(maxsize=4096)  # one order asks several times, and so does each of a crowd
def read_phone(text: str) -> str | None:
    """The number as E.164, or None when it cannot be one."""
    usual = _USUAL.fullmatch(text)
    if usual is not None and _mobile().fullmatch(usual[1]):
        return f"+84{usual[1]}"
    if len(text) > _LONGEST or not text.isascii():
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@cache
def _mobile() -> re.Pattern[str]:
    """Mobile numbers of the country, without the zero in front, as the library knows them."""
    known = phonenumbers.PhoneMetadata.metadata_for_region(REGION, None)
    pattern = known.mobile.national_number_pattern if known is not None and known.mobile is not None else None
    return re.compile(pattern or r"(?!)")
