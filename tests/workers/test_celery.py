"""Real Celery processes on real Valkey: kill -9 loses nothing and does nothing twice. With its control."""

import pytest

from tests.workers.conftest import celery_worker, eventually, running_relay, send_and_kill_in_the_middle
from tests.workers.probe import Deadly, Probed, Stored


async def test_an_event_has_its_effect(effects, settings, worker):
    async with running_relay(settings):
        await effects.publish(Probed(note="hello"))
        await eventually(effects.notes)

    assert await effects.notes() == ["hello"]
    assert await effects.done() == [True]


async def test_a_worker_killed_in_the_middle_does_its_work_once(effects, relay, worker):
    await send_and_kill_in_the_middle(effects, relay, worker)

    await eventually(lambda: _all_done(effects))

    assert await effects.notes() == ["money"]
    assert await effects.attempts() == [1]  # the killed one went with its transaction, the second was counted first


async def test_a_whole_worker_killed_is_made_good_by_the_sweep(effects, make_relay, settings):
    relay = make_relay(resend_after_seconds=0)
    with celery_worker(settings, "bulk") as first:
        await effects.publish(Stored(note="warm"))
        await relay.expand()
        await relay.send_new()
        await eventually(effects.notes)
        first.kill()
    await effects.publish(Stored(note="while nobody works"))
    await relay.expand()
    await relay.send_new()

    with celery_worker(settings, "bulk"):
        await relay.resend()
        await eventually(lambda: _all_done(effects))

    assert await effects.notes() == ["warm", "while nobody works"]


async def test_a_broker_flushed_between_event_and_work_costs_one_effect_nothing(effects, make_relay, broker, settings):
    relay = make_relay(resend_after_seconds=0)
    await effects.publish(Stored(note="mail"))
    await relay.expand()
    await relay.send_new()
    broker.flushdb()

    with celery_worker(settings, "bulk"):
        await relay.resend()
        await relay.resend()
        await eventually(lambda: _all_done(effects))

    assert await effects.notes() == ["mail"]


@pytest.mark.usefixtures("worker")
async def test_work_that_kills_its_process_ends_as_a_dead_letter(effects, relay):
    await effects.publish(Deadly(), Probed(note="neighbour"))
    await relay.expand()
    await relay.send_new()

    await eventually(effects.dead)
    await eventually(effects.notes)

    assert await effects.dead() == ["probe.die"]
    assert await effects.notes() == ["neighbour"]


async def _all_done(effects) -> bool:
    done = await effects.done()
    return bool(done) and all(done)
