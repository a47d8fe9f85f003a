"""The point gives the goods to whoever says the code, and takes the cash."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.core.transitions import IllegalMove
from shop.inventory.consume import consume_stock
from shop.orders.errors import PickupLocked
from shop.orders.events import OrderHandedOver
from shop.orders.facts import order_facts
from shop.orders.guards import require_order_staff
from shop.orders.models import Order, OrderStatus
from shop.orders.move import advance_order, lines_of, lock_by_code
from shop.orders.rules import LOCK_MINUTES, MOVES, is_pickup_code
from shop.orders.terms import OrderTerms
from shop.payments.models import PaymentState
from shop.payments.move_payment import move_payments


class Attempt(msgspec.Struct, frozen=True):
    """What came of a try: handed over, or how many tries are left before the order is locked."""

    order_id: UUID
    handed_over: bool
    tries_left: int


async def hand_over(session: AsyncSession, actor: Actor, code: str, offered: str, terms: OrderTerms) -> Attempt:
    """Hand a packed pickup over if `offered` is its code: goods leave the books, the cash is collected.

    A wrong code is no error here: it is counted, so the caller must commit before saying so. Counting is
    under the order's lock; after `terms.pickup_attempts` wrong ones the order is locked for an hour. Safe to
    repeat with the right code.

    Raises:
        OrderUnknown: no such order at the places of this actor.
        IllegalMove, HoldExpired: it is not a packed pickup.
        PickupLocked: too many wrong codes; says for how many seconds.
    """
    order = await lock_by_code(session, code)
    await require_order_staff(session, actor, order)
    if _is_done(order, offered, terms):
        return Attempt(order.id, handed_over=True, tries_left=terms.pickup_attempts)
    if order.pickup_code_hash is None or not MOVES[order.delivery].allows(order.status, OrderStatus.HANDED_OVER):
        raise IllegalMove(current=order.status.value, to=OrderStatus.HANDED_OVER.value)
    moment = await now(session)
    if order.pickup_locked_until is not None and order.pickup_locked_until > moment:
        raise PickupLocked(max(1, int((order.pickup_locked_until - moment).total_seconds())))
    if not is_pickup_code(terms.secret, order.id, offered, order.pickup_code_hash):
        return Attempt(order.id, handed_over=False, tries_left=_count(order, moment, terms.pickup_attempts))
    await _give(session, order, actor)
    return Attempt(order.id, handed_over=True, tries_left=terms.pickup_attempts)


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


async def _give(session: AsyncSession, order: Order, actor: Actor) -> None:
    who = str(actor.person_id)
    await advance_order(session, order, OrderStatus.HANDED_OVER, who)
    await consume_stock(session, [order.id], who)
    await move_payments(session, [order.id], PaymentState.COLLECTED, who)
    lines = await lines_of(session, [order.id])
    publish(session, OrderHandedOver(**order_facts(order, lines[order.id])))
    record_act(session, actor.person_id, "orders.hand_over", order.code, collected=order.total)
