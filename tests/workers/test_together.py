"""Gathered deliveries: many in one transaction; when one is bad, each alone."""

import asyncio
from uuid import UUID

from sqlalchemy import text

from shop.core.backlog import dead_letters
from shop.core.db import short
from tests.workers.probe import Gathered, Probed
from workers.deliveries import work_deliveries


async def _ids(sessions) -> list[UUID]:
    async with short(sessions) as session:
        return list((await session.scalars(text("SELECT id FROM outbox_delivery ORDER BY id"))).all())


async def test_many_are_one_call_in_one_transaction(effects, relay, sessions, max_queries):
    await effects.publish(*(Gathered(note=f"n{number}") for number in range(20)))
    await relay.expand()
    ids = await _ids(sessions)

    with max_queries(2):  # the marks, and the work
        done = await work_deliveries(sessions, ids, 8)

    assert done == 20
    assert await effects.notes() == sorted(f"n{number}" for number in range(20))
    assert await effects.attempts() == [1] * 20


async def test_a_repeated_message_has_one_effect(effects, relay, sessions):
    await effects.publish(*(Gathered(note=f"n{number}") for number in range(5)))
    await relay.expand()
    ids = await _ids(sessions)

    await asyncio.gather(*(work_deliveries(sessions, ids * 2, 8, again=again) for again in (False, True) * 3))

    assert await effects.notes() == [f"n{number}" for number in range(5)]
    assert await effects.done() == [True] * 5


async def test_a_bad_one_becomes_a_dead_letter_and_its_neighbours_are_worked(effects, relay, sessions):
    async with short(sessions) as session:
        await session.execute(text("ALTER TABLE probe_effect ADD CONSTRAINT no_x CHECK (note <> 'x')"))
    await effects.publish(Gathered(note="a"), Gathered(note="x"), Gathered(note="b"), Probed(note="alone"))
    await relay.expand()
    ids = await _ids(sessions)

    for _ in range(2):
        await work_deliveries(sessions, ids, attempts=2)
    async with short(sessions) as session:
        await session.execute(text("ALTER TABLE probe_effect DROP CONSTRAINT no_x"))
        (letter,) = await dead_letters(session)

    assert await effects.notes() == ["a", "alone", "b"]
    assert (letter.subscriber, letter.attempts) == ("probe.gather", 2)


async def test_they_wait_for_the_next_gathering(effects, relay, sessions, queued):
    await effects.publish(Gathered(note="later"), Gathered(note="too"))
    await relay.expand()

    await relay.send_new()
    before = queued("bulk")
    await relay.send_gathered()

    assert before == []
    assert sorted(queued("bulk")) == [str(one) for one in await _ids(sessions)]
