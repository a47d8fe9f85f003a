"""Text: Vietnamese folding, slugs, and the constrained types every request body is made of."""

import re
import unicodedata
from typing import Annotated

import msgspec
from msgspec import Meta

_PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"  # no NUL, no control sign but tab and line ends

Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=_PLAIN)]
Line = Annotated[str, Meta(min_length=0, max_length=300, pattern=_PLAIN)]
Label = Annotated[str, Meta(min_length=0, max_length=120, pattern=_PLAIN)]
Story = Annotated[str, Meta(min_length=0, max_length=8000, pattern=_PLAIN)]
Text = Annotated[str, Meta(min_length=0, max_length=2000, pattern=_PLAIN)]
Reason = Annotated[str, Meta(min_length=3, max_length=300, pattern=_PLAIN)]
Slug = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Key = Annotated[str, Meta(min_length=8, max_length=80, pattern=r"^[!-~]+$")]
Phone = Annotated[str, Meta(min_length=8, max_length=20, pattern=r"^[0-9+(). \-]+$")]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^\s@\x00]+@[^\s@\x00]+\.[^\s@\x00]+$")]
Quantity = Annotated[int, Meta(ge=1, le=999)]
DongAmount = Annotated[int, Meta(ge=0, le=10**13)]


class Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A request body: unknown fields are refused by name, text is brought to NFC and trimmed."""

    def __post_init__(self) -> None:
        """Normalise every text field, so that no rule ever sees a decomposed letter."""
        for field in self.__struct_fields__:
            value = getattr(self, field)
            if type(value) is str:  # not the words of a StrEnum
                setattr(self, field, unicodedata.normalize("NFC", value).strip())


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: `Bưởi Diễn` and `BUOI DIEN` both become `buoi dien`.

    The twin of SQL `vn_fold`; a test compares the two.
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def slugify(text: str, limit: int = 100) -> str:
    """Make an address part: `Gạo Nếp cái hoa vàng` becomes `gao-nep-cai-hoa-vang`."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return "-".join(words)[:limit].strip("-")


def squeeze(text: str) -> str:
    """NFC, trimmed, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())
