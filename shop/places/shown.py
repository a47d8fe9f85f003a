"""What the addresses of sales points answer with."""

from datetime import date, datetime, time

import msgspec

from shop.places.coverage import Covered
from shop.places.queries import FoundPlace
from shop.places.rules import open_at
from shop.regions.models import Region


class Unit(msgspec.Struct, kw_only=True):
    """An administrative unit."""

    slug: str
    name: str


class Hours(msgspec.Struct, kw_only=True):
    """One span of one weekday (1 Monday … 7 Sunday), Hà Nội time."""

    weekday: int
    opens: time
    closes: time
    sample: bool


class SalesPointOut(msgspec.Struct, kw_only=True):
    """A sales point. Where `location_exact` is false, the position is the centre of its commune."""

    slug: str
    name: str
    address: str | None
    commune: str | None
    district: str | None
    commune_today: Unit | None
    district_unit: Unit | None
    lat: float | None
    lon: float | None
    location_exact: bool
    distance_m: int | None
    hours: list[Hours]
    open_now: bool | None
    operator: str | None
    phone: str | None
    opened_on: date | None
    opened_year: int | None
    closed_from: date | None
    note: str | None
    source: str | None
    missing: list[str]
    sample: bool
    version: int

    @classmethod
    def of(cls, found: FoundPlace, moment: datetime) -> "SalesPointOut":
        """The place as people see it at `moment` (Hà Nội's wall clock)."""
        place = found.place
        spans = [(span.weekday, span.opens, span.closes) for span in found.hours]
        return cls(
            slug=place.slug,
            name=place.name,
            address=place.address,
            commune=place.commune_written,
            district=place.district_written,
            commune_today=_unit(found.commune),
            district_unit=_unit(found.district),
            lat=place.lat,
            lon=place.lon,
            location_exact=place.location_exact,
            distance_m=found.distance_m,
            hours=[Hours(weekday=h.weekday, opens=h.opens, closes=h.closes, sample=h.sample) for h in found.hours],
            open_now=open_at(spans, moment),
            operator=place.operator,
            phone=place.phone,
            opened_on=place.opened_on,
            opened_year=place.opened_year,
            closed_from=place.closed_from,
            note=place.note,
            source=place.source_url,
            missing=_missing(found),
            sample=place.sample,
            version=place.version,
        )


class SalesPointList(msgspec.Struct, kw_only=True):
    """Sales points, the nearest first where a position was given."""

    items: list[SalesPointOut]


class CoveredOut(msgspec.Struct, frozen=True, kw_only=True):
    """A unit and how many sales points serve in it."""

    slug: str
    name: str
    points: int

    @classmethod
    def of(cls, unit: Covered) -> "CoveredOut":
        """The same for clients."""
        return cls(slug=unit.slug, name=unit.name, points=unit.points)


class CoverageOut(msgspec.Struct, frozen=True, kw_only=True):
    """Coverage on the day `as_of` (Hà Nội): `covered_…` count the units with at least one point that is not closed.

    Districts ended on 2025-06-30; a point counts in the one its address belonged to. `unplaced` points have no known
    commune of today, `unzoned` ones no known district.
    """

    as_of: date
    points: int
    covered_districts: int
    covered_communes: int
    districts: list[CoveredOut]
    communes: list[CoveredOut]
    unplaced: int
    unzoned: int


def _unit(region: Region | None) -> Unit | None:
    return Unit(slug=region.slug, name=region.name) if region else None


def _missing(found: FoundPlace) -> list[str]:
    place = found.place
    facts = {
        "address": place.address,
        "commune": place.commune_written,
        "commune_today": place.commune_id,
        "position": place.lat,
        "hours": found.hours,
        "opened_on": place.opened_on or place.opened_year,
        "operator": place.operator,
    }
    return [name for name, known in facts.items() if not known and known != 0]
