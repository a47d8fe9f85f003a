"""What the address of the list says. Pure: what is not understood is left out, never an error for a person."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import msgspec

from shop.catalog.listing import Order
from shop.catalog.search import Filters
from shop.core.text import squeeze

SORTS = {
    "": Order.NEWEST,
    "sold": Order.SOLD,
    "stars": Order.STARS,
    "price": Order.PRICE,
    "price_desc": Order.PRICE_DESC,
    "distance": Order.DISTANCE,
}
NARROWING = (
    "q",
    "stars",
    "potential_five",
    "group",
    "district",
    "commune",
    "producer",
    "place",
    "in_stock",
    "on_air",
    "min_price",
    "max_price",
)
ARRANGING = ("sort", "near", "exact", "pages")
FIELDS = NARROWING + ARRANGING
SWITCHES = frozenset({"potential_five", "in_stock", "on_air", "exact"})
MOST_PAGES = 10  # of the list that one answer shows again, for who comes back to it
LONGEST = 100  # characters of a value

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DONG = re.compile(r"\d{1,12}")
_NEAR = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?)")
_LATITUDE, _LONGITUDE = 90, 180

Pair = tuple[str, str]


class Asked(msgspec.Struct, frozen=True):
    """The address as it was understood. `pairs` are its fields in their order, as they are written back."""

    pairs: tuple[Pair, ...]
    filters: Filters
    sort: str
    exact: bool
    pages: int

    @property
    def order(self) -> Order:
        """How to sort: a search without a wish by how well it fits; distance only from somewhere."""
        fallback = Order.MATCH if self.filters.q else Order.NEWEST
        wished = SORTS[self.sort] if self.sort else fallback
        return fallback if wished is Order.DISTANCE and self.filters.near is None else wished

    @property
    def wants_near(self) -> bool:
        """Whether the order by distance was wished without saying from where."""
        return self.sort == "distance" and self.filters.near is None

    @property
    def narrowed(self) -> tuple[Pair, ...]:
        """The filters in use, the search among them."""
        return tuple(pair for pair in self.pairs if pair[0] in NARROWING)

    def without(self, *gone: Pair) -> str:
        """The address of the same list without these fields, from its first page on."""
        return url_of(pair for pair in self.pairs if pair not in gone and pair[0] != "pages")

    def with_changed(self, changes: Mapping[str, str | None]) -> str:
        """The address with some fields replaced; None takes one away."""
        kept = [pair for pair in self.pairs if pair[0] not in changes and pair[0] != "pages"]
        return url_of([*kept, *((key, value) for key, value in changes.items() if value is not None)])


def url_of(pairs: Iterable[Pair]) -> str:
    """The address of the list with these fields."""
    written = urlencode(list(pairs))
    return f"/san-pham?{written}" if written else "/san-pham"


def read_query(given: Iterable[Pair]) -> Asked:
    """Understand the fields of the form, each once but `stars`."""
    pairs: list[Pair] = []
    for key, value in given:
        read = _read(key, squeeze(value)[:LONGEST])
        if read and (key, read) not in pairs and (key == "stars" or key not in dict(pairs)):
            pairs.append((key, read))
    one = dict(pairs)
    stars = tuple(int(value) for key, value in pairs if key == "stars")
    return Asked(
        pairs=tuple(pairs),
        filters=Filters(
            q=one.get("q"),
            stars=stars or None,
            potential_five=True if "potential_five" in one else None,
            district=one.get("district"),
            commune=one.get("commune"),
            group=one.get("group"),
            place=one.get("place"),
            producer=one.get("producer"),
            in_stock=True if "in_stock" in one else None,
            on_air=True if "on_air" in one else None,
            min_price=_number(one.get("min_price")),
            max_price=_number(one.get("max_price")),
            near=_point(one.get("near", "")),
        ),
        sort=one.get("sort", ""),
        exact="exact" in one,
        pages=int(one.get("pages", "1")),
    )


def _read(key: str, value: str) -> str | None:
    """The value as it is written back; None where it means nothing."""
    if key == "q":
        return value
    if key in SWITCHES:
        return value if value == "true" else None
    if key in {"min_price", "max_price"}:
        digits = re.sub(r"[ .,]", "", value)
        return str(int(digits)) if _DONG.fullmatch(digits) else None
    if key == "near":
        point = _point(value)
        return f"{point[0]:.2f},{point[1]:.2f}" if point else None
    allowed = {
        "stars": {"3", "4", "5"},
        "sort": set(SORTS),
        "pages": {str(number) for number in range(2, MOST_PAGES + 1)},
    }.get(key)
    if allowed is not None:
        return value if value in allowed else None
    return value if _SLUG.fullmatch(value) else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None else None


def _point(text: str) -> tuple[float, float] | None:
    """A position rounded to two decimals, about a kilometre: nobody's door is asked for."""
    found = _NEAR.fullmatch(text)
    if not found:
        return None
    latitude, longitude = round(float(found[1]), 2), round(float(found[2]), 2)
    return (latitude, longitude) if abs(latitude) <= _LATITUDE and abs(longitude) <= _LONGITUDE else None
