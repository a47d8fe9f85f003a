"""The point gives the goods to whoever says the code, and takes the cash."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.fulfilment.take import Taken, advance, facts_of, take_cash, take_parcels
from shop.inventory.consume import consume_stock
from shop.orders.errors import PickupLocked
from shop.orders.events import OrderHandedOver
from shop.orders.models import Order, OrderStatus
from shop.orders.rules import LOCK_MINUTES, MOVES, OVER, is_pickup_code
from shop.orders.terms import OrderTerms


class Attempt(msgspec.Struct, frozen=True):
    """What came of a try: handed over, or how many tries are left before the order is locked."""

    order_id: UUID
    handed_over: bool
    tries_left: int


async def hand_over(session: AsyncSession, actor: Actor, code: str, offered: str, terms: OrderTerms) -> Attempt:
    """Hand a packed pickup over if `offered` is its code: goods leave the books, the cash is collected.

    All its parcels go together: they stand at one point.

    A wrong code is no error here: it is counted, so the caller must commit before saying so. Counting is
    under the order's lock; after `terms.pickup_attempts` wrong ones the order is locked for an hour. Safe to
    repeat with the right code.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not a packed pickup.
        PickupLocked: too many wrong codes; says for how many seconds.
    """
    taken = await take_parcels(session, actor, code)
    order = taken.order
    if _is_done(order, offered, terms):
        return Attempt(order.id, handed_over=True, tries_left=terms.pickup_attempts)
    _check_packed(taken)
    assert order.pickup_code_hash is not None, "what is fetched has a code"
    moment = await now(session)
    if order.pickup_locked_until is not None and order.pickup_locked_until > moment:
        raise PickupLocked(max(1, int((order.pickup_locked_until - moment).total_seconds())))
    if not is_pickup_code(terms.secret, order.id, offered, order.pickup_code_hash):
        return Attempt(order.id, handed_over=False, tries_left=_count(order, moment, terms.pickup_attempts))
    await _give(session, taken)
    return Attempt(order.id, handed_over=True, tries_left=terms.pickup_attempts)


async def hand_over_known(session: AsyncSession, actor: Actor, code: str) -> None:
    """Hand a packed pickup over whose buyer was known by the secret of the QR code: the caller has checked it.

    Safe to repeat.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not a packed pickup.
    """
    taken = await take_parcels(session, actor, code)
    if taken.order.status is OrderStatus.HANDED_OVER:
        return
    _check_packed(taken)
    await _give(session, taken)


def _is_done(order: Order, offered: str, terms: OrderTerms) -> bool:
    """Whether it was handed over with this very code: the answer was lost, or the button pressed twice."""
    if order.status is not OrderStatus.HANDED_OVER or order.pickup_code_hash is None:
        return False
    return is_pickup_code(terms.secret, order.id, offered, order.pickup_code_hash)


def _count(order: Order, moment: datetime, allowed: int) -> int:
    order.pickup_attempts += 1
    if order.pickup_attempts < allowed:
        return allowed - order.pickup_attempts
    order.pickup_attempts = 0
    order.pickup_locked_until = moment + timedelta(minutes=LOCK_MINUTES)
    return 0


def _check_packed(taken: Taken) -> None:
    """All of it is packed and waits here; what was moved or given up before does not count."""
    waiting = [parcel for parcel in taken.parcels if parcel.status not in OVER] or taken.parcels
    for parcel in waiting:
        MOVES[taken.order.delivery].check(parcel.status, OrderStatus.HANDED_OVER)


async def _give(session: AsyncSession, taken: Taken) -> None:
    moved = await advance(session, taken, OrderStatus.HANDED_OVER)
    await consume_stock(session, [parcel.id for parcel in moved], taken.who)
    cash = await take_cash(session, taken, moved)
    for facts in await facts_of(session, taken, moved):
        publish(session, OrderHandedOver(**facts))
    record_act(session, taken.who, "orders.hand_over", taken.order.code, collected=cash)
