"""The ways to bring a basket to a commune: two short transactions, and the carriers asked between them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.connect import Carriers
from shop.cart.loads import loads_of
from shop.cart.queries import wants_of
from shop.cart.quote import quote_lines
from shop.core.db import Sessions, short
from shop.core.money import Dong
from shop.delivery.choose import to_commune
from shop.delivery.models import DeliveryQuote
from shop.delivery.ways import ClosedWay, Task, Way, ask_ways, keep_ways, prepare_ways
from shop.http.errors import BadInput
from shop.regions.models import RegionLevel
from shop.regions.queries import region_by_slug


class Offered(msgspec.Struct, frozen=True):
    """The ways that are open, kept to be ordered, and those that are not."""

    open: Sequence[DeliveryQuote]
    closed: Sequence[ClosedWay]


async def prepare_cart(session: AsyncSession, cart_id: UUID, commune: str) -> Task:
    """What the ways of a basket to a commune (its slug) are made of; the caller has made sure of the asker.

    Raises:
        BadInput: no commune of today has this slug, or nothing in the basket travels.
    """
    unit = await region_by_slug(session, RegionLevel.COMMUNE, commune)
    if unit is None or unit.valid_to is not None:
        raise BadInput("commune", "delivery.commune_unknown")
    wanted = await wants_of(session, cart_id)
    loads = loads_of((await quote_lines(session, wanted, to_commune(unit), Dong(0))).lines)
    if not loads:
        raise BadInput("commune", "delivery.nothing_travels")
    return await prepare_ways(session, loads, unit)


async def offer_ways(sessions: Sessions, carriers: Carriers, task: Task, minutes: int) -> Offered:
    """Ask, outside any transaction, and keep what is open."""
    ways, closed = await ask_ways(carriers, task)
    return Offered(await _kept(sessions, task, ways, minutes), closed)


async def _kept(sessions: Sessions, task: Task, ways: Sequence[Way], minutes: int) -> Sequence[DeliveryQuote]:
    async with short(sessions) as session:
        return await keep_ways(session, task, ways, minutes)
