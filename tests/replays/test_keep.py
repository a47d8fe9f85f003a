"""How long film is kept: to its day, longer under a complaint, apart where it is evidence, and no longer than that."""

from datetime import timedelta

from sqlalchemy import select, update

from shop.broadcast.keeping import open_storage
from shop.core.actor import Actor
from shop.markets.models import LiveSession
from shop.oversight.models import Complaint, ComplaintState
from shop.replays.clear import clear_closed
from shop.replays.models import Replay, ReplayState
from shop.replays.names import held_folder
from shop.replays.remove import expire_replays, remove_replay, withdraw_stopped
from shop.video.names import folder
from tests.make import oversight, replays, video

DAYS = 90


async def lying(settings, stall):
    """How many files lie where the public gets them, and how many are held."""
    stream = str(stall.live.id)
    return len(await video.names(settings, folder(stream))), len(await video.names(settings, held_folder(stream)))


async def state(session):
    return (await session.scalars(select(Replay.state).execution_options(populate_existing=True))).one()


async def test_a_replay_goes_when_its_days_are_over(session, nested_sessions, settings):
    stall = await replays.ready(session, nested_sessions, settings)
    early = await expire_replays(session, DAYS, 10)
    old = LiveSession.ended_at - timedelta(days=DAYS)
    await session.execute(update(LiveSession).values(ended_at=old))

    late = await expire_replays(session, DAYS, 10)
    await session.commit()
    await clear_closed(nested_sessions, open_storage(settings))

    assert (early, late) == (0, 1)
    assert await state(session) is ReplayState.EXPIRED
    assert await lying(settings, stall) == (0, 0)


async def test_under_a_complaint_it_is_kept_and_removed_it_is_held_until_that_is_decided(
    session, nested_sessions, settings
):
    stall = await replays.ready(session, nested_sessions, settings)
    await oversight.complaint(session, stall)
    await session.execute(update(LiveSession).values(ended_at=LiveSession.ended_at - timedelta(days=DAYS)))
    kept = await expire_replays(session, DAYS, 10)
    await remove_replay(session, Actor(person_id=stall.host.id), stall.live.slug, "Quay nhầm")
    await session.commit()

    await clear_closed(nested_sessions, open_storage(settings))
    held = await lying(settings, stall)
    await session.execute(update(Complaint).values(state=ComplaintState.WITHDRAWN))
    await session.commit()
    await clear_closed(nested_sessions, open_storage(settings))

    assert kept == 0
    assert held[0] == 0
    assert held[1] > 20
    assert await lying(settings, stall) == (0, 0)


async def test_a_stopped_session_is_withdrawn_also_before_its_replay_is_begun(session, nested_sessions, settings):
    stall = await replays.over(session, settings)

    await withdraw_stopped(session, stall.live.id)
    await session.commit()
    built = await replays.work(nested_sessions, settings)
    await clear_closed(nested_sessions, open_storage(settings))

    assert built is False
    assert await state(session) is ReplayState.REMOVED
    assert (await lying(settings, stall))[0] == 0
