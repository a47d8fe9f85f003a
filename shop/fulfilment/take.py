"""Take the parcels somebody works on, and move them along their table with their order, their goods and their cash."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Forbidden
from shop.core.ids import read_code
from shop.core.money import Dong
from shop.orders.errors import OrderUnknown
from shop.orders.facts import Facts, order_facts
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.orders.move import lines_of, lock_by_code, lock_parcels, move_parcels
from shop.orders.rules import CODE_PREFIX, OVER
from shop.payments.collect import collect_cash
from shop.payments.lock import lock_payment
from shop.payments.models import PaymentMethod, PaymentState
from shop.places.guards import require_staff
from shop.remittance.follow import follow_payments
from shop.remittance.hold_cash import hold_cash

_END = {
    OrderStatus.HANDED_OVER: PaymentState.COLLECTED,
    OrderStatus.DELIVERED: PaymentState.COLLECTED,
    OrderStatus.REFUSED: PaymentState.REFUSED,
}


class Taken(msgspec.Struct, frozen=True):
    """A locked order with all its parcels; those of them that `here` are worked on, and by whom."""

    order: Order
    parcels: Sequence[Parcel]
    here: Sequence[Parcel]
    who: str  # as histories name an actor


async def take_parcels(session: AsyncSession, actor: Actor, code: str, number: int | None = None) -> Taken:
    """Lock an order and its parcels until the commit: parcel `number`, or whatever of it is at this actor's places.

    Raises:
        Unauthenticated: nobody is signed in.
        OrderUnknown: no such order or parcel at the places of this actor; it is not said that there is one.
    """
    order = await lock_by_code(session, code)
    parcels = (await lock_parcels(session, [order.id]))[order.id]
    places = await _own_places(session, actor, {parcel.place_id for parcel in parcels})
    here = [parcel for parcel in parcels if parcel.place_id in places and number in {None, parcel.number}]
    if not here:
        raise OrderUnknown
    return Taken(order, parcels, here, str(actor.person_id))


async def parcels_here(session: AsyncSession, actor: Actor, code: str, number: int | None) -> Sequence[Parcel]:
    """The same parcels only to be read: nothing is locked. Raises as `take_parcels`."""
    written = read_code(CODE_PREFIX, code)
    rows = await session.scalars(
        select(Parcel).join(Order, Order.id == Parcel.order_id).where(Order.code == written).order_by(Parcel.number)
    )
    parcels = rows.all()
    places = await _own_places(session, actor, {parcel.place_id for parcel in parcels})
    here = [parcel for parcel in parcels if parcel.place_id in places and number in {None, parcel.number}]
    if not here:
        raise OrderUnknown
    return here


async def _own_places(session: AsyncSession, actor: Actor, places: Iterable[UUID]) -> set[UUID]:
    own = set()
    for place_id in places:
        try:
            await require_staff(session, actor, place_id)
        except Forbidden:
            continue
        own.add(place_id)
    return own


async def advance(session: AsyncSession, taken: Taken, to: OrderStatus, reason: str | None = None) -> Sequence[Parcel]:
    """Move what is `here` to `to` and write it at once; returns what was moved: nothing when all stood there already.

    Raises:
        HoldExpired, IllegalMove: one of them cannot move so; none is moved then.
    """
    left = [parcel for parcel in taken.here if parcel.status is not to]
    moving = [parcel for parcel in left if parcel.status not in OVER]
    if not moving and len(left) < len(taken.here):
        return ()
    moving = moving or left
    move_parcels(session, taken.order, taken.parcels, moving, to, actor=taken.who, reason=reason)
    await session.flush()  # orders come before parcels, and parcels before stock and payments, everywhere
    return moving


async def take_cash(session: AsyncSession, taken: Taken, paid: Sequence[Parcel], reason: str | None = None) -> Dong:
    """Note the cash for the parcels that were `paid`, and close the payment when no parcel is open; returns đồng.

    None is taken for an order that was paid before, also where the news of its money is still under way.
    """
    cash = Dong(sum(parcel.cash for parcel in paid))
    end = _END.get(taken.order.status)
    cash = await collect_cash(session, taken.order.id, cash, taken.who, end=end, reason=reason)
    payment = await lock_payment(session, taken.order.id)
    taken.order.payment_method = payment.method
    if payment.method is PaymentMethod.COD:
        await hold_cash(session, paid, taken.who)
        await session.flush()  # the payment follows what its row says
        await follow_payments(session, [taken.order.id], taken.who)  # this was the last, and refused
    return cash


async def facts_of(session: AsyncSession, taken: Taken, moved: Sequence[Parcel]) -> list[Facts]:
    """What events say: of the whole order when it is one parcel or all of it moved, else of each moved parcel."""
    lines = (await lines_of(session, [taken.order.id]))[taken.order.id]
    filled = {line.parcel_id for line in lines}
    ids = [parcel.id for parcel in moved]
    if filled <= set(ids):
        return [order_facts(taken.order, lines)]
    return [order_facts(taken.order, _inside(lines, parcel), parcel.number) for parcel in moved]


def _inside(lines: Iterable[OrderLine], parcel: Parcel) -> list[OrderLine]:
    return [line for line in lines if line.parcel_id == parcel.id]
