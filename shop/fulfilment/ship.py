"""Packed parcels leave for the buyer's door, and arrive."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import Shipment, ShipmentStatus
from shop.carriers.want import lock_shipments
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.fulfilment.errors import LabelMissing
from shop.fulfilment.take import Taken, advance, facts_of, take_cash, take_parcels
from shop.inventory.consume import consume_stock
from shop.inventory.models import MovementKind
from shop.orders.events import OrderDelivered, OrderShipped
from shop.orders.models import Order, OrderStatus, Parcel


async def ship_order(
    session: AsyncSession, actor: Actor, code: str, number: int | None = None, *, pause: Pause = go_on
) -> Order:
    """Give packed parcels to the courier: their goods leave the books. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places. One whose carrier has given it a number goes with
    that carrier, any other with the riders of the place.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not packed, or is to be fetched.
        LabelMissing: it waits for the number of a carrier.
    """
    taken = await take_parcels(session, actor, code, number)
    await pause("parcels locked")
    await send_parcels(session, taken)
    return taken.order


async def send_parcels(session: AsyncSession, taken: Taken) -> None:
    """The same for locked parcels. Raises as `ship_order`."""
    moved = await advance(session, taken, OrderStatus.SHIPPED)
    if not moved:
        return
    await _name_carriers(session, moved)
    await consume_stock(session, [parcel.id for parcel in moved], taken.who, MovementKind.SHIP)
    for facts in await facts_of(session, taken, moved):
        publish(session, OrderShipped(**facts))


async def _name_carriers(session: AsyncSession, moved: Sequence[Parcel]) -> None:
    shipments = await lock_shipments(session, [parcel.id for parcel in moved])
    for parcel in moved:
        shipment = shipments.get(parcel.id)
        if shipment is None or not _fetches(shipment):
            continue
        if shipment.status is ShipmentStatus.ASKED:
            raise LabelMissing
        parcel.carrier = shipment.carrier
    await session.flush()  # parcels come before stock


def _fetches(shipment: Shipment) -> bool:
    """Whether the carrier takes it: also one that was to be taken back, where it was quicker."""
    return shipment.dropped_at is None or shipment.status not in {ShipmentStatus.ASKED, ShipmentStatus.CREATED}


async def deliver_order(session: AsyncSession, actor: Actor, code: str, number: int | None = None) -> Order:
    """Note that the courier brought parcels and took the cash for them. Safe to repeat.

    Parcel `number`, or all of the order from this actor's places.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not on its way.
    """
    taken = await take_parcels(session, actor, code, number)
    cash = await bring_parcels(session, taken)
    if cash is not None:
        record_act(session, actor.person_id, "orders.deliver", taken.order.code, collected=cash)
    return taken.order


async def bring_parcels(session: AsyncSession, taken: Taken) -> Dong | None:
    """The same for locked parcels; returns the cash (đồng), None where all were brought before. Raises as above."""
    moved = await advance(session, taken, OrderStatus.DELIVERED)
    if not moved:
        return None
    cash = await take_cash(session, taken, moved)
    for facts in await facts_of(session, taken, moved):
        publish(session, OrderDelivered(**facts))
    return cash
