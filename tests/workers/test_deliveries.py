"""Deliveries: one event, one subscriber, one effect; what cannot be done ends as a dead letter."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from shop.core.backlog import dead_letters, revive
from shop.core.db import short
from tests.workers.probe import Probed
from workers.deliveries import work_deliveries


async def _ids(sessions) -> list[UUID]:
    async with short(sessions) as session:
        return list((await session.scalars(text("SELECT id FROM outbox_delivery ORDER BY id"))).all())


async def test_a_repeated_message_has_one_effect(effects, relay, sessions):
    await effects.publish(Probed(note="once"))
    await relay.expand()
    ids = await _ids(sessions)

    await asyncio.gather(*(work_deliveries(sessions, ids * 2, 8) for _ in range(4)))

    assert await effects.notes() == ["once"]


async def test_a_malformed_event_becomes_a_dead_letter_and_its_neighbours_are_worked(effects, relay, sessions):
    async with short(sessions) as session:
        await session.execute(
            text("INSERT INTO outbox_event (kind, payload, request_id) VALUES ('probe.probed', '{\"note\": 7}', '-')")
        )
    await effects.publish(Probed(note="good"))
    await relay.expand()
    ids = await _ids(sessions)

    for _ in range(3):
        await work_deliveries(sessions, ids, attempts=2)

    assert await effects.notes() == ["good"]
    async with short(sessions) as session:
        (letter,) = await dead_letters(session)
    assert (letter.subscriber, letter.attempts) == ("probe.mark", 2)
    assert "ValidationError" in letter.error


async def test_a_failure_leaves_no_half_effect_and_is_tried_again(effects, relay, sessions):
    await effects.publish(Probed(note="x"))
    await relay.expand()
    ids = await _ids(sessions)
    async with short(sessions) as session:
        await session.execute(text("ALTER TABLE probe_effect ADD CONSTRAINT no_x CHECK (note <> 'x')"))
    await work_deliveries(sessions, ids, attempts=8)
    failed = await effects.done()
    async with short(sessions) as session:
        await session.execute(text("ALTER TABLE probe_effect DROP CONSTRAINT no_x"))

    await work_deliveries(sessions, ids, attempts=8)

    assert failed == [False]
    assert await effects.notes() == ["x"]
    assert await effects.attempts() == [2]


async def test_a_revived_dead_letter_is_worked(effects, relay, sessions):
    await effects.publish(Probed(note="later"))
    await relay.expand()
    ids = await _ids(sessions)
    async with short(sessions) as session:
        await session.execute(text("UPDATE outbox_delivery SET dead_at = shop_now(), attempts = 8"))
    await work_deliveries(sessions, ids, attempts=8)
    before = await effects.notes()

    async with short(sessions) as session:
        await revive(session, ids)
    await work_deliveries(sessions, ids, attempts=8)

    assert before == []
    assert await effects.notes() == ["later"]
