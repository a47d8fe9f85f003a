"""The relay: each event once to each subscriber, whatever dies in between."""

import asyncio

import msgspec
from sqlalchemy import text

from shop.catalog.change import note_change
from shop.core.backlog import look_at_backlog, revive
from shop.core.db import short
from shop.core.redis import make_redis
from tests.workers.conftest import eventually, running_relay
from tests.workers.probe import Probed, Stored
from workers.announce import CatalogWatch
from workers.send import claim_unsent


async def test_two_relays_send_each_delivery_once(effects, make_relay, queued):
    await effects.publish(*(Stored(note=str(number)) for number in range(700)))
    relays = [make_relay() for _ in range(3)]

    await asyncio.gather(*(relay.expand() for relay in relays for _ in range(3)))
    await asyncio.gather(*(relay.send_new() for relay in relays))

    sent = queued("bulk")
    assert len(sent) == 700
    assert len(set(sent)) == 700


async def test_a_relay_killed_before_it_sent_is_replaced(effects, make_relay, queued):
    await effects.publish(Stored(note="one"))
    await make_relay().expand()

    await make_relay().send_new()

    assert len(queued("bulk")) == 1


async def test_a_relay_killed_while_it_sent_is_made_good(effects, sessions, make_relay, queued):
    await effects.publish(Stored(note="one"))
    await make_relay().expand()
    async with short(sessions) as session:
        await claim_unsent(session)  # and the relay is gone

    await make_relay().send_new()
    before = queued("bulk")
    await make_relay(resend_after_seconds=0).resend()

    assert before == []
    assert len(queued("bulk")) == 1


async def test_a_broker_that_is_down_only_delays(effects, make_relay, queued):
    await effects.publish(Stored(note="one"))
    cut_off = make_relay(broker_url="redis://127.0.0.1:1/0")
    await cut_off.expand()

    failed = await asyncio.gather(cut_off.send_new(), return_exceptions=True)
    await make_relay().send_new()

    assert isinstance(failed[0], ConnectionError)
    assert len(queued("bulk")) == 1


async def test_a_broker_that_forgot_everything_is_filled_again(effects, make_relay, broker, queued):
    await effects.publish(Stored(note="one"))
    relay = make_relay(resend_after_seconds=0)
    await relay.expand()
    await relay.send_new()
    broker.flushdb()

    await relay.resend()

    assert len(queued("bulk")) == 1


async def test_an_event_nobody_knows_does_not_stand_in_the_way(effects, sessions, relay, queued):
    async with short(sessions) as session:
        await session.execute(
            text("INSERT INTO outbox_event (kind, payload, request_id) VALUES ('from.tomorrow', '{}', '-')")
        )
    await effects.publish(Stored(note="one"))

    await relay.expand()
    await relay.send_new()

    assert len(queued("bulk")) == 1
    assert await effects.dead() == ["relay"]


async def test_a_revived_unknown_event_is_relayed_again(effects, sessions, relay):
    async with short(sessions) as session:
        await session.execute(
            text("INSERT INTO outbox_event (kind, payload, request_id) VALUES ('from.tomorrow', '{}', '-')")
        )
    await relay.expand()

    async with short(sessions) as session:
        revived = await revive(session, None)
        backlog = await look_at_backlog(session)

    assert (revived, backlog.waiting, backlog.dead) == (1, 1, 0)


async def test_rooms_are_told_after_the_commit(effects, relay, settings):
    room = "019ab3c4-0912-7345-8678-901234567890"
    async with make_redis(settings) as client, client.pubsub() as listener:
        await listener.ssubscribe(f"room:{room}")
        await listener.get_message(timeout=5)
        await effects.publish(
            msgspec.convert({"note": "no frame", "room": room}, Probed),
            msgspec.convert({"note": "pinned", "room": room}, Probed),
        )

        await relay.expand()

        heard = await listener.get_message(timeout=5)
    assert heard["data"] == b"pinned"
    assert len(await effects.done()) == 2  # the frame that failed did not stop the work


async def test_rooms_without_redis_stop_nothing(effects, make_relay, queued):
    relay = make_relay(redis_url="redis://127.0.0.1:1/0")
    await effects.publish(
        msgspec.convert({"note": "x", "room": "019ab3c4-0912-7345-8678-901234567890"}, Probed), Stored(note="one")
    )

    await relay.expand()
    await relay.send_new()

    assert len(queued("bulk")) == 1


async def test_changes_of_lists_are_told_once_in_one_message(sessions):
    watch = CatalogWatch()
    product = "019ab3c4-0912-7345-8678-901234567890"
    async with short(sessions) as session:
        first = await watch.look(session)
        for _ in range(50):
            note_change(session, product, "price")
        await session.flush()
        news = await watch.look(session)
        nothing = await watch.look(session)

    assert first.products is None
    assert [str(one) for one in news.products] == [product]
    assert nothing is None


async def test_a_change_that_commits_late_is_told(sessions):
    watch = CatalogWatch()
    async with sessions() as late, sessions() as early:
        await watch.look(early)
        note_change(late, None, "first id, last commit")
        await late.flush()
        note_change(early, None, "second id, first commit")
        await early.commit()
        told_early = await watch.look(early)
        await late.commit()
        await early.commit()

        told_late = await watch.look(early)
        await early.rollback()

    assert told_early is not None
    assert told_late is not None


async def test_the_relay_outlives_its_connections(effects, settings, engine, queued):
    async with running_relay(msgspec.structs.replace(settings, relay_poll_ms=10)):
        await effects.publish(Stored(note="before"))
        await eventually(lambda: _have(queued, 1))

        async with engine.begin() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        await effects.publish(Stored(note="after"))
        await eventually(lambda: _have(queued, 2))

    assert len(set(map(str, queued("bulk")))) == 2  # each was sent, and neither twice


async def _have(queued, count):
    return len(queued("bulk")) == count
