"""What somebody means who looks for an address: the words of a unit, of its district, of a year. Pure."""

import re

import msgspec

from shop.regions.rules import written_unit

_YEAR = re.compile(r"[\s,(]*\b(19|20)\d{2}\)?\s*$")
_DISTRICTS = frozenset({"quận", "huyện", "thị xã"})


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """A unit by the slug of its name, its kind where it was written, and the slug of its district where one follows."""

    slug: str
    kind: str | None = None
    district: str = ""

    @property
    def is_district(self) -> bool:
        """Whether the words can only mean a district."""
        return self.kind in _DISTRICTS


def read_sought(words: str) -> Sought | None:
    """Read `Phường Trúc Bạch, quận Ba Đình`, `Trúc Bạch 2021`, `ba vi`; None: there is no name in it."""
    written, _, rest = _YEAR.sub("", words).partition(",")
    kind, slug = written_unit(written)
    if not slug:
        return None
    return Sought(slug=slug, kind=kind, district=written_unit(rest)[1])
