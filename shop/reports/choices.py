"""What the office may choose sessions by: points, units and markets that have had any."""

import msgspec
from sqlalchemy import Select, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from shop.markets.models import LiveSession, Market
from shop.places.models import Place
from shop.regions.models import Region

MOST_CHOICES = 500

Choice = tuple[str, str]  # address, name


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """By name; markets the newest first."""

    places: tuple[Choice, ...]
    units: tuple[Choice, ...]
    markets: tuple[Choice, ...]


async def choices_of(session: AsyncSession) -> Choices:
    """In three statements."""
    held = select(LiveSession.place_id)
    places = select(Place.slug, Place.name).where(Place.id.in_(held)).order_by(Place.name, Place.slug)
    here = select(Place.district_id).where(Place.id.in_(held))
    there = select(Place.commune_id).where(Place.id.in_(held))
    units = select(Region.slug, Region.name).where(Region.id.in_(union(here, there))).order_by(Region.name, Region.slug)
    markets = select(Market.slug, Market.name).order_by(Market.starts_at.desc(), Market.slug)
    return Choices(
        places=await _read(session, places), units=await _read(session, units), markets=await _read(session, markets)
    )


async def _read(session: AsyncSession, statement: Select[str, str]) -> tuple[Choice, ...]:
    rows = await session.execute(statement.limit(MOST_CHOICES))
    return tuple(dict.fromkeys((row[0], row[1]) for row in rows))
