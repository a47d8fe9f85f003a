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
    open_now: bool | None = None  # None: its hours are not known
    product_count: int = 0  # products with stock here
    on_air_room: str | None = None  # slug of the session on air here


class AtlasUnit(View, frozen=True, kw_only=True):
    """A commune of today on the map: a circle of its area."""

    name: str
    x: float
    y: float
    r: float
    covered: bool  # at least one point stands there


class AtlasPoint(View, frozen=True, kw_only=True):
    """A sales point on the map."""

    slug: str
    name: str
    x: float
    y: float
    exact: bool  # else it stands at the centre of its commune
    stocked: bool


class Atlas(View, frozen=True, kw_only=True):
    """The map, to scale, north up."""

    width: int
    height: int
    river: str | None  # the path of the Red River, roughly
    units: tuple[AtlasUnit, ...]
    points: tuple[AtlasPoint, ...]

    @property
    def covered(self) -> int:
        """Communes with at least one point."""
        return sum(unit.covered for unit in self.units)


class UnitCount(View, frozen=True, kw_only=True):
    """A district or commune and how many points serve in it."""

    slug: str
    name: str
    points: int


class CoverageView(View, frozen=True, kw_only=True):
    """Where there is at least one point, on a day."""

    day: date
    points: int
    districts: tuple[UnitCount, ...]
    communes: tuple[UnitCount, ...]
    covered_districts: int
    covered_communes: int
    unplaced: int
    unzoned: int


class PlacesPage(Page, frozen=True, kw_only=True):
    """All sales points, the nearest first where a position is known (`near`)."""

    places: tuple[PlaceCard, ...]
    near: bool = False
    near_text: str = ""  # the position as it was sent: kept when the list is narrowed
    districts: tuple[UnitCount, ...] = ()
    district: str = ""
    open_now: bool = False
    atlas: Atlas | None = None


class PlacePage(Page, frozen=True, kw_only=True):
    """One sales point and what stands on its shelves."""

    place: PlaceCard
    week: tuple[tuple[str, str], ...] = ()  # (weekday in words, hours); empty: not known
    phone: str | None = None
    closed_from: date | None = None
    closed: bool = False  # today
    operator: str | None = None
    opened_on: date | None = None
    opened_year: int | None = None
    note: str | None = None
    source_url: str | None = None
    products: tuple[ProductCard, ...] = ()
    more_url: str | None = None  # the list filtered by this place


class CoveragePage(Page, frozen=True, kw_only=True):
    """The report of coverage, for everybody."""

    coverage: CoverageView
    atlas: Atlas | None = None
