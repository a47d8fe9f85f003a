"""A person settles a conflict: goods were given that the books could not hand over."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Forbidden
from shop.fulfilment.hand_over import hand_over_known
from shop.inventory.adjust import Correction, adjust_stock
from shop.offline.errors import ConflictUnknown, GoodsStillOrdered
from shop.offline.models import Ending, OfflineHandOver, Outcome
from shop.orders.models import Order
from shop.orders.move import lines_of, lock_order
from shop.orders.rules import OVER
from shop.places.guards import require_staff


async def settle_conflict(
    session: AsyncSession, actor: Actor, conflict_id: UUID, ending: Ending, note: str
) -> OfflineHandOver:
    """End a conflict as the person says it, with a note. Safe to repeat: the first who settles it is right.

    Handing over needs the order to be packed here by now; its secret was shown when the report came. Writing off
    takes the goods out of the stock of the point, as a correction with the note as its reason. The order is locked
    before the conflict, as a report locks it.

    Raises:
        Unauthenticated: nobody is signed in.
        ConflictUnknown: no such conflict at the places of this actor.
        OrderUnknown, IllegalMove: it cannot be handed over here yet.
        GoodsStillOrdered: the order is open and holds its goods.
        NotHeldBack: fewer pieces stand there unpromised than were given.
    """
    order_id = await session.scalar(select(OfflineHandOver.order_id).where(OfflineHandOver.id == conflict_id))
    if order_id is None:
        raise ConflictUnknown
    order = await lock_order(session, Order.id == order_id)
    conflict = await _lock(session, actor, conflict_id)
    if conflict.ending is not None:
        return conflict
    if ending is Ending.HANDED_OVER:
        await hand_over_known(session, actor, order.code)
    elif ending is Ending.WRITTEN_OFF:
        await _write_off(session, actor, order, conflict.place_id, note)
    conflict.ending, conflict.note = ending, note
    conflict.ended_by, conflict.ended_at = actor.person_id, await now(session)
    record_act(session, actor.person_id, "offline.settle", order.code, ending=ending.value)
    await session.flush()  # what is shown next is read again
    return conflict


async def _lock(session: AsyncSession, actor: Actor, conflict_id: UUID) -> OfflineHandOver:
    wanted = select(OfflineHandOver).where(
        OfflineHandOver.id == conflict_id, OfflineHandOver.outcome == Outcome.CONFLICT
    )
    conflict = await session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if conflict is None:
        raise ConflictUnknown
    try:
        await require_staff(session, actor, conflict.place_id)
    except Forbidden:
        raise ConflictUnknown from None
    return conflict


async def _write_off(session: AsyncSession, actor: Actor, order: Order, place_id: UUID, note: str) -> None:
    if order.status not in OVER:
        raise GoodsStillOrdered
    lines = (await lines_of(session, [order.id]))[order.id]
    corrections = [Correction(line.variant_id, place_id, -line.quantity) for line in lines]
    await adjust_stock(session, corrections, str(actor.person_id), reason=note)
