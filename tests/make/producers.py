"""Producers for tests."""

from itertools import count

from shop.producers.models import Producer, ProducerKind, ProducerMember

_numbers = count(1)


async def producer(session, name="Hợp tác xã Chè lam", *, members=(), **fields) -> Producer:
    """A producer, with people who act for it."""
    made = Producer(slug=f"chu-the-{next(_numbers)}", name=name, kind=ProducerKind.COOPERATIVE, **fields)
    session.add(made)
    await session.flush()
    session.add_all(ProducerMember(producer_id=made.id, person_id=person.id) for person in members)
    await session.flush()
    return made
