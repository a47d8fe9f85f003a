"""The point packs parcels."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.want import want_shipments
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.delivery.models import DeliveryMethod
from shop.delivery.quotes import way_of
from shop.fulfilment.take import Taken, advance, facts_of, take_parcels
from shop.orders.events import OrderPacked
from shop.orders.facts import Facts, order_facts
from shop.orders.models import Order, OrderStatus, Parcel
from shop.orders.move import lines_of
from shop.preorders.errors import PreorderWaiting
from shop.preorders.queries import promises_of


async def pack_order(
    session: AsyncSession, actor: Actor, code: str, number: int | None = None, *, pause: Pause = go_on
) -> Order:
    """Note that the goods of confirmed parcels are packed; from now on the buyer cannot cancel. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places. Who fetches is told when the last one is packed.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not confirmed.
        PreorderWaiting: it was pre-ordered, and its goods have not come.
    """
    taken = await take_parcels(session, actor, code, number)
    await pause("parcels locked")
    await _check_come(session, taken)
    moved = await advance(session, taken, OrderStatus.PACKED)
    if moved and taken.order.delivery is DeliveryMethod.PICKUP:
        if taken.order.status is OrderStatus.PACKED:
            taken.order.ready_at = await now(session)
        for facts in await _ready(session, taken):
            publish(session, OrderPacked(**facts))
    elif moved:
        await _call_carrier(session, taken.order, moved)
        for facts in await facts_of(session, taken, moved):
            publish(session, OrderPacked(**facts))
    return taken.order


async def _check_come(session: AsyncSession, taken: Taken) -> None:
    promises = await promises_of(session, [parcel.id for parcel in taken.here])
    for promise in promises.values():
        if promise.waiting:
            raise PreorderWaiting(ship_from=f"{promise.ship_from:%d/%m/%Y}")


async def _call_carrier(session: AsyncSession, order: Order, packed: Sequence[Parcel]) -> None:
    """Where the order chose a carrier's way, that carrier is to fetch what was packed."""
    way = await way_of(session, order.id)
    if way is not None and way.carrier is not None:
        await want_shipments(session, way.carrier, way.service, [parcel.id for parcel in packed])


async def _ready(session: AsyncSession, taken: Taken) -> list[Facts]:
    """What is told of a pickup: nothing before all of it is packed."""
    if taken.order.status is not OrderStatus.PACKED:
        return []
    lines = await lines_of(session, [taken.order.id])
    return [order_facts(taken.order, lines[taken.order.id])]
