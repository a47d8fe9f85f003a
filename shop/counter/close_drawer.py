"""A drawer is counted and closed; a large difference is confirmed by a second person."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.idempotency import claim_key, settle_key
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.counter.collect import collect_waiting
from shop.counter.drawer import cash_in, require_shift
from shop.counter.errors import DifferenceUnexplained, DrawerUncounted, SecondPersonNeeded
from shop.counter.events import DrawerHandedIn
from shop.counter.models import CashShift
from shop.counter.rules import needs_second
from shop.places.models import Place
from shop.stockroom.guards import stockroom_of

ROUTE = "counter.count"


async def count_drawer(
    session: AsyncSession, actor: Actor, slug: str, counted: int, key: str, *, reason: str, alone_up_to: int
) -> bool:
    """Note that `counted` đồng lie in the place's drawer, and close it; returns whether it is closed.

    Where the difference is above `alone_up_to` it stays open until somebody else confirms. The same key counts once.

    Raises:
        DifferenceUnexplained: it differs from its book, and `reason` is empty.
        DrawerClosed, PlaceUnknown, Unauthenticated, Forbidden, InProgress, KeyReused: as everywhere.
    """
    place = await stockroom_of(session, actor, slug)
    scope = f"person:{actor.person_id}"
    known = await claim_key(session, scope, ROUTE, key, [slug, counted, reason])
    if known is not None:
        return known == "closed"
    shift = await require_shift(session, place.id)
    await collect_waiting(session, shift)
    expected = await cash_in(session, shift.id)
    difference = counted - expected
    if difference and not reason:
        raise DifferenceUnexplained(field="reason", extra={"expected": expected, "difference": difference})
    shift.counted, shift.expected = Dong(counted), expected
    shift.counted_by, shift.counted_at = actor.person_id, await now(session)
    shift.reason = reason or None
    closed = not needs_second(difference, alone_up_to)
    record_act(session, actor.person_id, "drawer.count", place.slug, counted=counted, expected=expected)
    if closed:
        await _close(session, actor, place, shift)
    await session.flush()
    await settle_key(session, scope, ROUTE, key, "closed" if closed else "counted")
    return closed


async def confirm_count(session: AsyncSession, actor: Actor, slug: str) -> None:
    """Close the place's counted drawer as a second person.

    Raises:
        DrawerUncounted: nobody counted it, or cash came or left since.
        SecondPersonNeeded: this actor is who counted it.
        DrawerClosed, PlaceUnknown, Unauthenticated, Forbidden: as everywhere.
    """
    place = await stockroom_of(session, actor, slug)
    shift = await require_shift(session, place.id)
    await collect_waiting(session, shift)
    if shift.counted is None or shift.expected != await cash_in(session, shift.id):
        raise DrawerUncounted
    if shift.counted_by == actor.person_id:
        raise SecondPersonNeeded
    await _close(session, actor, place, shift)
    await session.flush()


async def _close(session: AsyncSession, actor: Actor, place: Place, shift: CashShift) -> None:
    shift.closed_by, shift.closed_at = actor.person_id, await now(session)
    record_act(session, actor.person_id, "drawer.close", place.slug, shift=str(shift.id))
    publish(session, DrawerHandedIn(shift_id=shift.id, place_id=place.id, actor=str(actor.person_id)))
