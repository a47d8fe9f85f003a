"""A parcel follows what its carrier tells of it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import Shipment, ShipmentStatus
from shop.core.pause import Pause, go_on
from shop.fulfilment.refuse import take_back_parcels
from shop.fulfilment.ship import bring_parcels, send_parcels
from shop.fulfilment.take import Taken
from shop.orders.models import Order, OrderStatus, Parcel
from shop.orders.move import lock_order, lock_parcels

_S = ShipmentStatus
ON_ITS_WAY = frozenset(
    {
        _S.PICKED,
        _S.IN_TRANSIT,
        _S.OUT_FOR_DELIVERY,
        _S.FAILED_ATTEMPT,
        _S.RETURNING,
        _S.DELIVERED,
        _S.RETURNED,
        _S.LOST,
        _S.DAMAGED,
    }
)
"""Once a shipment stands at one of these its parcel has left the place. What is lost or damaged stays on its way
until a person refuses it with a reason."""


async def follow_shipment(session: AsyncSession, shipment_id: UUID, *, pause: Pause = go_on) -> None:
    """Let the parcel of a shipment stand where the shipment stands now. Safe to repeat, in any order.

    Order and parcels are locked before the shipment is read, and what counts is where it stands, not which news came:
    a late or repeated callback finds the parcel there. A parcel never goes back, and one that people ended stays so.
    """
    parcel = await session.scalar(
        select(Parcel).join(Shipment, Shipment.reference == Parcel.id).where(Shipment.id == shipment_id)
    )
    if parcel is None:
        return
    order = await lock_order(session, Order.id == parcel.order_id)
    parcels = (await lock_parcels(session, [order.id]))[order.id]
    here = [each for each in parcels if each.id == parcel.id]
    await pause("parcels locked")
    shipment = await session.get_one(Shipment, shipment_id, populate_existing=True)
    await _follow(session, Taken(order, parcels, here, f"carrier:{shipment.carrier}"), shipment)


async def _follow(session: AsyncSession, taken: Taken, shipment: Shipment) -> None:
    parcel = taken.here[0]
    if parcel.status is OrderStatus.PACKED and shipment.status in ON_ITS_WAY:
        await send_parcels(session, taken)
    if parcel.status is not OrderStatus.SHIPPED or parcel.carrier is not shipment.carrier:
        return  # it ended, or the place's own riders have it
    if shipment.status is _S.DELIVERED:
        await bring_parcels(session, taken)
    elif shipment.status is _S.RETURNED:
        await take_back_parcels(session, taken, "returned by the carrier")
