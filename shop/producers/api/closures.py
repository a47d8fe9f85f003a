"""Routes of closing times."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.text import Body, Reason
from shop.producers.api.shown import SlugPath, known_producer
from shop.producers.close import close_producer, reopen_producer
from shop.producers.errors import ProducerUnknown
from shop.producers.models import ProducerClosure, ProducerState
from shop.producers.queries import closures_of


class ClosureBody(Body):
    """Days of Hà Nội, both included."""

    from_on: date
    until_on: date
    reason: Reason


class ClosureOut(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which no orders are taken, both days included."""

    id: UUID
    from_on: date
    until_on: date
    reason: str


class ClosureList(msgspec.Struct, frozen=True):
    """The times that are not over, the next first."""

    items: list[ClosureOut]


@get("/{slug:str}/closures", operation_id="listClosures", summary="When a producer is closed")
async def closed_days(session: NamedDependency[AsyncSession], slug: SlugPath) -> ClosureList:
    """For everybody; of a producer that was never approved or may not sell nobody learns any."""
    producer = await known_producer(session, slug)
    if producer.state is not ProducerState.ACTIVE:
        raise ProducerUnknown
    return ClosureList([_out(one) for one in await closures_of(session, producer.id)])


@post(
    "/{slug:str}/closures",
    status_code=201,
    guards=[require_signed_in],
    operation_id="addClosure",
    summary="Close for some days",
)
async def close(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[ClosureBody],
) -> ClosureOut:
    """Editors do. Times may not touch; orders placed before stand."""
    producer = await known_producer(session, slug)
    made = await close_producer(
        session, actor, producer.id, from_on=data.from_on, until_on=data.until_on, reason=data.reason
    )
    return _out(made)


@delete(
    "/{slug:str}/closures/{closure_id:uuid}",
    guards=[require_signed_in],
    operation_id="removeClosure",
    summary="Open again",
)
async def reopen(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    closure_id: FromPath[UUID],
) -> None:
    """Editors do."""
    producer = await known_producer(session, slug)
    await reopen_producer(session, actor, producer.id, closure_id)


def _out(closure: ProducerClosure) -> ClosureOut:
    return ClosureOut(id=closure.id, from_on=closure.from_on, until_on=closure.until_on, reason=closure.reason)


handlers = [closed_days, close, reopen]
