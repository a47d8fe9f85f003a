"""Close a producer for some days (Tết, harvest), or open it again."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import today
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.producers.errors import ClosureBackward, ClosureTouches, ClosureUnknown, TooManyClosures
from shop.producers.events import ProducerShownAnew
from shop.producers.guards import require_member
from shop.producers.lock import lock_producer
from shop.producers.models import MemberRole, ProducerClosure
from shop.producers.queries import closures_of
from shop.producers.rules import LONGEST_CLOSURE, MOST_CLOSURES, touches


async def close_producer(
    session: AsyncSession, actor: Actor, producer_id: UUID, *, from_on: date, until_on: date, reason: str
) -> ProducerClosure:
    """Take no orders from `from_on` to `until_on`, both included (days of Hà Nội). Locks the producer's row.

    Orders placed before stand. Times that touch are refused, so that the last day of one is the last day closed.

    Raises:
        Unauthenticated, Forbidden: only editors and owners do this.
        ClosureBackward: it ends before it begins, has ended already, or is longer or further off than a year.
        ClosureTouches: it shares days with another time, or follows it at once.
        TooManyClosures: as many are ahead as may be.
    """
    await require_member(session, actor, producer_id, MemberRole.EDITOR)
    day = await today(session)
    ahead = day <= until_on and from_on <= day + LONGEST_CLOSURE
    if not (ahead and from_on <= until_on <= from_on + LONGEST_CLOSURE):
        raise ClosureBackward(field="until_on")
    await lock_producer(session, producer_id)
    known = await closures_of(session, producer_id)
    for one in known:
        if touches((from_on, until_on), (one.from_on, one.until_on)):
            raise ClosureTouches(
                field="from_on", from_on=f"{one.from_on:%d/%m/%Y}", until_on=f"{one.until_on:%d/%m/%Y}"
            )
    if len(known) >= MOST_CLOSURES:
        raise TooManyClosures(most=MOST_CLOSURES)
    closure = ProducerClosure(producer_id=producer_id, from_on=from_on, until_on=until_on, reason=squeeze(reason))
    session.add(closure)
    await session.flush()  # the caller names it
    record_act(session, actor.person_id, "producer.close", producer_id, from_on=str(from_on), until_on=str(until_on))
    publish(session, ProducerShownAnew(producer_id=producer_id))
    return closure


async def reopen_producer(session: AsyncSession, actor: Actor, producer_id: UUID, closure_id: UUID) -> None:
    """Strike out a closing time; one that runs ends at once. Locks the producer's row.

    Raises:
        Unauthenticated, Forbidden: only editors and owners do this.
        ClosureUnknown: the producer has none such.
    """
    await require_member(session, actor, producer_id, MemberRole.EDITOR)
    await lock_producer(session, producer_id)
    closure = await session.scalar(
        select(ProducerClosure).where(ProducerClosure.id == closure_id, ProducerClosure.producer_id == producer_id)
    )
    if closure is None:
        raise ClosureUnknown
    await session.delete(closure)
    record_act(session, actor.person_id, "producer.reopen", producer_id, until_on=str(closure.until_on))
    publish(session, ProducerShownAnew(producer_id=producer_id))
