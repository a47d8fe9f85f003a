"""Addresses of producers."""

from typing import Annotated

import msgspec
from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.text import Body, Reason
from shop.producers.errors import ProducerUnknown
from shop.producers.models import Producer, ProducerState
from shop.producers.queries import producer_by_slug
from shop.producers.suspend import reinstate_producer, suspend_producer

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


class Decision(Body):
    """Why an officer decides so; written in the audit log."""

    reason: Reason


class ProducerOut(msgspec.Struct, kw_only=True):
    """A producer and whether it may sell."""

    slug: str
    name: str
    state: ProducerState
    sample: bool


@post(
    "/{slug:str}/suspend", status_code=200, operation_id="suspendProducer", summary="Stop a producer's sales (officers)"
)
async def suspend(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[Decision],
) -> ProducerOut:
    """Suspend the producer; its goods leave list, cart and room within a second."""
    assert actor.person_id is not None
    producer = await _known(session, slug)
    return _out(await suspend_producer(session, actor.person_id, producer.id, data.reason))


@post(
    "/{slug:str}/reinstate", status_code=200, operation_id="reinstateProducer", summary="Let it sell again (officers)"
)
async def reinstate(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[Decision],
) -> ProducerOut:
    """Let a suspended producer sell again."""
    assert actor.person_id is not None
    producer = await _known(session, slug)
    return _out(await reinstate_producer(session, actor.person_id, producer.id, data.reason))


async def _known(session: AsyncSession, slug: str) -> Producer:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    return producer


def _out(producer: Producer) -> ProducerOut:
    return ProducerOut(slug=producer.slug, name=producer.name, state=producer.state, sample=producer.sample)


routes = [
    Router(
        "/api/v1/producers",
        route_handlers=[suspend, reinstate],
        guards=[require_role(Role.OFFICER)],
        tags=["producers"],
    )
]
