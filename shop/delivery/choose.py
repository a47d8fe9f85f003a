"""Read a buyer's choice of delivery: which point, or which address of today's communes."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.text import Body, Slug
from shop.delivery.models import DeliveryMethod
from shop.delivery.quotes import ChosenWay, way_by_id
from shop.http.errors import BadInput
from shop.places.models import Place, PlaceKind
from shop.places.queries import serving
from shop.regions.models import Region, RegionLevel
from shop.regions.queries import region_by_slug

_POINT = select(Place.id, Place.slug, Place.name).where(  # built once: every order asks for it
    Place.slug == bindparam("slug"), Place.kind == PlaceKind.SALES_POINT, serving()
)

AddressLine = Annotated[str, Meta(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Address(Body):
    """House and street as people write them; the commune is the slug of today's unit."""

    line: AddressLine
    commune: Slug


class DeliveryWish(Body):
    """What the buyer asks for: a sales point to fetch at, or an address to bring to."""

    method: DeliveryMethod
    sales_point: Slug | None = None
    address: Address | None = None
    quote: UUID | None = None  # the way to bring it, by the key it was quoted under; without it the flat fee counts


class ChosenDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """The same, found: `place_id` only for a pickup, the address only for a delivery."""

    method: DeliveryMethod
    place_id: UUID | None = None
    place_slug: str | None = None
    place_name: str | None = None
    address_line: str | None = None
    commune_id: UUID | None = None
    commune_slug: str | None = None
    commune_name: str | None = None
    lat: float | None = None  # of the commune, where it is known
    lon: float | None = None
    way: ChosenWay | None = None


async def choose_delivery(
    session: AsyncSession, wish: DeliveryWish, *, complete: bool = True, quoted: bool = True
) -> ChosenDelivery:
    """Find what `wish` names. With `complete` off (a first quote) the point or the address may still be missing.

    With `quoted` off (a crowd in a room) a quoted way is not looked at: the flat fee counts.

    Raises:
        BadInput: it names no sales point, no commune of today or no quoted way, or both ways at once.
    """
    if wish.method is DeliveryMethod.PICKUP:
        return await _pickup(session, wish, complete=complete)
    chosen = await _ship(session, wish, complete=complete)
    if wish.quote is None or not quoted:
        return chosen
    way = await way_by_id(session, wish.quote)
    if way is None:
        raise BadInput("delivery.quote", "delivery.quote_unknown")
    return msgspec.structs.replace(chosen, way=way)


async def _pickup(session: AsyncSession, wish: DeliveryWish, *, complete: bool) -> ChosenDelivery:
    if wish.address is not None:
        raise BadInput("delivery.address", "delivery.not_both")
    if wish.quote is not None:
        raise BadInput("delivery.quote", "delivery.not_both")
    if wish.sales_point is None:
        if complete:
            raise BadInput("delivery.sales_point", "http.field.missing", name="delivery.sales_point")
        return ChosenDelivery(method=wish.method)
    place = (await session.execute(_POINT, {"slug": wish.sales_point})).one_or_none()
    if place is None:
        raise BadInput("delivery.sales_point", "delivery.point_unknown")
    return ChosenDelivery(method=wish.method, place_id=place.id, place_slug=place.slug, place_name=place.name)


async def _ship(session: AsyncSession, wish: DeliveryWish, *, complete: bool) -> ChosenDelivery:
    if wish.sales_point is not None:
        raise BadInput("delivery.sales_point", "delivery.not_both")
    if wish.address is None:
        if complete:
            raise BadInput("delivery.address", "http.field.missing", name="delivery.address")
        return ChosenDelivery(method=wish.method)
    if not wish.address.line:
        raise BadInput("delivery.address.line", "http.field.missing", name="delivery.address.line")
    commune = await region_by_slug(session, RegionLevel.COMMUNE, wish.address.commune)
    if commune is None or commune.valid_to is not None:
        raise BadInput("delivery.address.commune", "delivery.commune_unknown")
    return msgspec.structs.replace(to_commune(commune), address_line=wish.address.line)


def to_commune(commune: Region) -> ChosenDelivery:
    """A delivery to a commune of today, of which the house is not known yet."""
    return ChosenDelivery(
        method=DeliveryMethod.SHIP,
        commune_id=commune.id,
        commune_slug=commune.slug,
        commune_name=commune.name,
        lat=commune.lat,
        lon=commune.lon,
    )
