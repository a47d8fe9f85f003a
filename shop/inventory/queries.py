"""Reads of stock."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.models import StockLevel
from shop.places.models import Place, PlaceKind
from shop.places.queries import serving


class PlaceStock(msgspec.Struct, frozen=True):
    """How many units of a variant may still be sold at a place, and where it lies (None: not known)."""

    place_id: UUID
    slug: str
    name: str
    kind: PlaceKind
    available: int
    lat: float | None = None
    lon: float | None = None


async def available(session: AsyncSession, variant_ids: Iterable[UUID]) -> dict[UUID, list[PlaceStock]]:
    """Free units of each variant at every place that carries it, sold out ones too, by the place's name.

    What stands at a place that is closed is not to be had, and goods under way between places are nowhere.
    """
    asked = list(variant_ids)
    rows = await session.execute(_AVAILABLE, {"variants": asked})
    found: dict[UUID, list[PlaceStock]] = {variant: [] for variant in asked}
    for variant, place_id, slug, name, kind, free, lat, lon in rows:
        found[variant].append(PlaceStock(place_id, slug, name, kind, free, lat, lon))
    return found


_AVAILABLE = (  # built once: every cart and every order asks for it
    select(
        StockLevel.variant_id,
        Place.id,
        Place.slug,
        Place.name,
        Place.kind,
        StockLevel.free,
        Place.lat,
        Place.lon,
    )
    .join(Place, Place.id == StockLevel.place_id)
    .where(StockLevel.variant_id.in_(bindparam("variants", expanding=True)), serving(), Place.kind != PlaceKind.TRANSIT)
    .order_by(func.vn_fold(Place.name), Place.id)
)
