"""The outbox: an event exists exactly when its transaction does, and can be read again."""

from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import func, select

from shop.core.db import short
from shop.core.events import Event, every_event, kinds_of, read_event
from shop.core.outbox import OutboxEvent, publish
from shop.core.request_id import begin_request


class Happened(Event, frozen=True, kw_only=True):
    """Something for the tests."""

    kind: ClassVar[str] = "tests.happened"
    what: UUID
    version: int


async def _count(sessions):
    async with short(sessions) as session:
        return await session.scalar(
            select(func.count()).select_from(OutboxEvent).where(OutboxEvent.kind == Happened.kind)
        )


async def test_an_event_is_told_with_its_transaction(sessions):
    begin_request("request-of-the-test")
    event = Happened(what=uuid4(), version=3)

    async with short(sessions) as session:
        publish(session, event)

    async with short(sessions) as session:
        row = (await session.scalars(select(OutboxEvent))).one()
    assert read_event(row.kind, row.payload) == event
    assert row.request_id == "request-of-the-test"
    assert row.relayed_at is None


async def test_an_event_of_a_failed_transaction_is_never_told(sessions):
    async with sessions() as session:
        publish(session, Happened(what=uuid4(), version=1))
        await session.flush()
        await session.rollback()

    assert await _count(sessions) == 0


def test_every_event_has_a_kind_of_its_own():
    kinds = [event.kind for event in kinds_of(Event)]

    assert len(kinds) == len(set(kinds)) == len(every_event())
    assert all("." in kind for kind in kinds)
