"""The query of the register's page as it is understood: what is not understood is left out, never an error."""

from datetime import date
from urllib.parse import urlencode

import msgspec
from litestar.datastructures import MultiDict

from shop.certification.register import RegisterFilters
from shop.certification.register_api import FIRST_YEAR, LAST_YEAR
from shop.certification.rules import PUBLIC, Standing
from shop.core.text import squeeze

PATH = "/so-dang-ky"
FIELDS = (
    "q", "stars", "potential_five", "standing", "district", "commune", "province", "group", "producer", "year",
    "samples", "as_of",
)  # fmt: skip
SHOWN = tuple(
    word for word in Standing if word in {Standing.IN_FORCE, Standing.NOT_YET, Standing.EXPIRED, Standing.UNCONFIRMED}
    or word.value in {status.value for status in PUBLIC}
)  # fmt: skip
Pairs = list[tuple[str, str]]


class AskedRegister(msgspec.Struct, frozen=True):
    """The fields that were understood, and what they mean."""

    pairs: Pairs
    filters: RegisterFilters

    def url(self, path: str = PATH, *more: tuple[str, str], without: tuple[str, str] | None = None) -> str:
        """The address of the same entries, `without` a field."""
        pairs = [pair for pair in self.pairs if pair != without] + list(more)
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read_register_query(query: "MultiDict[str]") -> AskedRegister:
    """Understand the fields of the form."""
    written = [(key, squeeze(value)[:100]) for key in FIELDS for value in query.getall(key, [])]
    pairs = [(key, value) for key, value in dict.fromkeys(written) if value and _fits(key, value)]
    one = dict(pairs)
    stars = tuple(int(value) for key, value in pairs if key == "stars")
    standing = tuple(Standing(value) for key, value in pairs if key == "standing")
    return AskedRegister(
        pairs,
        RegisterFilters(
            q=one.get("q"),
            stars=stars or None,
            potential_five=True if "potential_five" in one else None,
            standing=standing or None,
            district=one.get("district"),
            commune=one.get("commune"),
            province=one.get("province"),
            group=one.get("group"),
            producer=one.get("producer"),
            year=int(one["year"]) if "year" in one else None,
            samples="samples" not in one,
            as_of=date.fromisoformat(one["as_of"]) if "as_of" in one else None,
        ),
    )


def _fits(key: str, value: str) -> bool:
    if key == "stars":
        return value in {"3", "4", "5"}
    if key == "standing":
        return value in set(SHOWN)
    if key == "year":
        return value.isascii() and value.isdecimal() and FIRST_YEAR <= int(value) <= LAST_YEAR
    if key == "as_of":
        return _is_day(value)
    if key in {"potential_five", "samples"}:
        return value == ("true" if key == "potential_five" else "false")
    return "\x00" not in value


def _is_day(value: str) -> bool:
    try:
        return FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False
