"""The control of test_celery.py: with early acknowledgement the same kill must lose the work."""

from tests.workers.conftest import celery_worker, eventually, send_and_kill_in_the_middle
from tests.workers.probe import Gated


async def test_control_with_early_acknowledgement_the_same_kill_loses_the_work(effects, relay, settings):
    with celery_worker(settings, "money", app="tests.workers.early_ack:celery") as careless:
        await send_and_kill_in_the_middle(effects, relay, careless)
        await effects.publish(Gated(note="the next one"))
        await relay.expand()
        await relay.send_new()
        await eventually(effects.notes)

    assert await effects.notes() == ["the next one"]
    assert sorted(await effects.done()) == [False, True]
