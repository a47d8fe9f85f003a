"""What pages of sales points are made of: cards, the week, the map, coverage."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.core.i18n import Locale, say
from shop.places.coverage import Coverage, Covered, coverage
from shop.places.models import PlaceHours
from shop.places.queries import FoundPlace
from shop.places.rules import WEEK, Span, open_at, written_hours
from shop.regions.queries import communes_of_today
from shop.web.atlas import draw_atlas
from shop.web.views import PlaceCard
from shop.web.views.places import Atlas, CoverageView, UnitCount


def place_card(found: FoundPlace, weekday: int) -> PlaceCard:
    """A sales point with the hours of `weekday` (1 Monday … 7 Sunday)."""
    place = found.place
    written = [part for part in (place.commune_written, place.district_written) if part]
    return PlaceCard(
        slug=place.slug,
        name=place.name,
        address=place.address,
        area=", ".join(written) or None,
        hours=written_hours(spans_of(found.hours), weekday) or None,
        distance_m=found.distance_m,
        location_exact=place.location_exact,
    )


def card_of_now(
    found: FoundPlace, moment: datetime, counts: Mapping[UUID, int], rooms: Mapping[UUID, str]
) -> PlaceCard:
    """The same at `moment` (Hà Nội's wall clock): whether it is open, what it has, who sells live from it."""
    return msgspec.structs.replace(
        place_card(found, moment.isoweekday()),
        open_now=open_at(spans_of(found.hours), moment),
        product_count=counts.get(found.place.id, 0),
        on_air_room=rooms.get(found.place.id),
    )


def spans_of(hours: Sequence[PlaceHours]) -> list[Span]:
    """Rows of hours as rules take them."""
    return [(one.weekday, one.opens, one.closes) for one in hours]


def week_of(found: FoundPlace, locale: Locale) -> tuple[tuple[str, str], ...]:
    """The hours of each weekday in words; nothing where none are known."""
    spans = spans_of(found.hours)
    if not spans:
        return ()
    rest = say(locale, "web.place.rest")
    return tuple((say(locale, f"web.weekday.{day}"), written_hours(spans, day) or rest) for day in WEEK)


async def atlas_of(session: AsyncSession, found: Sequence[FoundPlace], counts: Mapping[UUID, int]) -> Atlas | None:
    """The map of these points among today's communes."""
    covered = {one.place.commune_id for one in found}
    return draw_atlas(
        [
            (unit.name, (unit.lat, unit.lon), unit.area_km2, unit.id in covered)
            for unit in await communes_of_today(session)
            if unit.lat is not None and unit.lon is not None
        ],
        [
            (
                one.place.slug,
                one.place.name,
                (one.place.lat, one.place.lon),
                one.place.location_exact,
                counts.get(one.place.id, 0) > 0,
            )
            for one in found
            if one.place.lat is not None and one.place.lon is not None
        ],
    )


async def coverage_view(session: AsyncSession) -> CoverageView:
    """Coverage as of today."""
    found: Coverage = await coverage(session)
    return CoverageView(
        day=await today(session),
        points=found.points,
        districts=unit_counts(found.districts),
        communes=unit_counts(found.communes),
        covered_districts=found.covered_districts,
        covered_communes=found.covered_communes,
        unplaced=found.unplaced,
        unzoned=found.unzoned,
    )


def unit_counts(units: Sequence[Covered]) -> tuple[UnitCount, ...]:
    """Units as pages show them."""
    return tuple(UnitCount(slug=unit.slug, name=unit.name, points=unit.points) for unit in units)
