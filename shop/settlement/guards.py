"""Who may read what the ledger says of a producer."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import is_officer, require_member
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug


async def readable_producer(session: AsyncSession, actor: Actor, slug: str) -> Producer:
    """The producer at this address, for its members and for officers.

    Raises:
        ProducerUnknown: there is none.
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    producer = await producer_by_slug(session, slug[:120])
    if producer is None:
        raise ProducerUnknown
    if not is_officer(actor):
        await require_member(session, actor, producer.id)
    return producer
