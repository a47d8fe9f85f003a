"""Somebody at the place decides what becomes of a parcel its carrier gives no number for."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import Shipment
from shop.carriers.want import ask_again, drop_shipment, lock_shipments
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.dispatch.errors import AlreadyFetched, NoShipment
from shop.fulfilment.take import take_parcels


async def retry_label(session: AsyncSession, actor: Actor, code: str, number: int) -> UUID:
    """Have the carrier asked again for the number of parcel `number`; returns the order's id. Safe to repeat.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        NoShipment: no carrier is asked for it.
    """
    order_id, shipment = await _shipment(session, actor, code, number)
    await ask_again(session, shipment)
    record_act(session, actor.person_id, "shipments.retry", code, parcel=number)
    return order_id


async def send_ourselves(session: AsyncSession, actor: Actor, code: str, number: int) -> UUID:
    """Let the riders of the place bring parcel `number` instead; its carrier is told. Safe to repeat.

    The parcel is locked before the shipment, as when it is sent: exactly one of the two wins.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        NoShipment: no carrier is asked for it.
        AlreadyFetched: the carrier has it.
    """
    order_id, shipment = await _shipment(session, actor, code, number)
    if not await drop_shipment(session, shipment):
        raise AlreadyFetched
    record_act(session, actor.person_id, "shipments.drop", code, parcel=number)
    return order_id


async def _shipment(session: AsyncSession, actor: Actor, code: str, number: int) -> tuple[UUID, Shipment]:
    taken = await take_parcels(session, actor, code, number)
    parcel = taken.here[0]
    if parcel.carrier is not None:
        raise AlreadyFetched
    shipment = (await lock_shipments(session, [parcel.id])).get(parcel.id)
    if shipment is None:
        raise NoShipment
    return taken.order.id, shipment
