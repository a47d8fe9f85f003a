"""What the pages of sales points show."""

from datetime import date

from shop.web.views.cards import ProductCard
from shop.web.views.site import Page, View


class PlaceCard(View, frozen=True, kw_only=True):
    """A sales point in a list."""

    slug: str
    name: str
    address: str | None = None
    area: str | None = None  # commune and district as the source writes them
    hours: str | None = None  # today's hours in words, "8:00 đến 21:30"; None: not known
    distance_m: int | None = None  # metres from the asker; None: not asked
    location_exact: bool = False  # False: the pin is the centre of its commune
    product_count: int = 0  # products with stock here
    on_air_room: str | None = None  # slug of the session on air here


class PlacesPage(Page, frozen=True, kw_only=True):
    """All sales points, the nearest first where a position is known (`near`)."""

    places: tuple[PlaceCard, ...]
    near: bool = False


class PlacePage(Page, frozen=True, kw_only=True):
    """One sales point and what stands on its shelves."""

    place: PlaceCard
    operator: str | None = None
    opened_on: date | None = None
    opened_year: int | None = None
    note: str | None = None
    source_url: str | None = None
    products: tuple[ProductCard, ...] = ()
    more_url: str | None = None  # the list filtered by this place
