"""A replay is built once a session is over: by one builder, killed or not, and never after its removal."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select, update

from shop.broadcast.keeping import open_storage
from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.core.db import short
from shop.replays.begin import begin_replay
from shop.replays.build import build_replay
from shop.replays.claim import claim_replay, finish_replay
from shop.replays.clear import clear_closed
from shop.replays.models import Replay, ReplayState
from shop.replays.remove import remove_replay
from shop.replays.rules import ms_of
from shop.video.names import folder
from tests.make import replays, video


async def state_of(sessions):
    async with short(sessions) as session:
        return (await session.execute(select(Replay.state, Replay.progress, Replay.claim))).one()


async def begun(sessions, settings, **facts):
    async with short(sessions) as session:
        stall = await replays.over(session, settings, **facts)
        await replays.begun(session, stall.live)
    return stall


async def test_what_was_filmed_on_air_is_frozen_and_a_rehearsal_is_not(sessions, settings):
    stall = await begun(sessions, settings)
    began = ms_of(stall.live.started_at)
    await video.take(settings, stall.live.id, began - 30_000, number=3, first=90)

    await replays.work(sessions, settings)

    async with short(sessions) as session:
        replay = (await session.scalars(select(Replay))).one()
    frozen = await open_storage(settings).get(f"{folder(str(stall.live.id))}replay/pieces.txt")
    assert (replay.state, replay.progress, replay.claim) == (ReplayState.READY, 100, None)
    assert [(one["take"], one["offset"]) for one in replay.course["files"]] == [(1, 0)]
    assert [span["start"] - began for span in replay.course["spans"]] == [0, 20_000]
    assert replay.course["stills"] == [began + 6_000]
    assert len(frozen.decode().splitlines()) == 22
    assert "003/" not in frozen.decode()


async def test_a_session_without_a_picture_has_an_empty_replay(sessions, settings):
    await begun(sessions, settings, filmed=False)

    await replays.work(sessions, settings)

    assert (await state_of(sessions)).state is ReplayState.EMPTY


async def test_the_last_piece_is_waited_for(sessions, settings):
    async with short(sessions) as session:
        stall = await replays.over(session, settings)
        await begin_replay(session, stall.live.id)
        await begin_replay(session, stall.live.id)

    at_once = await replays.work(sessions, settings)

    assert at_once is False
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(Replay)) == 1


async def test_two_builders_never_have_the_same_replay(sessions, settings):
    await begun(sessions, settings)

    async def claim():
        async with short(sessions) as session:
            return await claim_replay(session)

    claims = await asyncio.gather(*(claim() for _ in range(4)))

    assert sum(claim is not None for claim in claims) == 1


async def test_a_killed_builder_is_followed_by_another_and_shows_nothing_itself(sessions, settings):
    await begun(sessions, settings)
    async with short(sessions) as session:
        killed = await claim_replay(session)
    async with short(sessions) as session:
        await session.execute(update(Replay).values(claimed_until=shop_now() - timedelta(seconds=1)))

    await replays.work(sessions, settings)
    async with short(sessions) as session:
        late = await finish_replay(session, killed, None)

    assert late is False
    assert (await state_of(sessions)).state is ReplayState.READY


async def test_what_is_removed_while_it_is_built_stays_removed(sessions, settings):
    stall = await begun(sessions, settings)
    async with short(sessions) as session:
        claim = await claim_replay(session)
    async with short(sessions) as session:
        await remove_replay(session, Actor(person_id=stall.host.id), stall.live.slug, "Quay nhầm")
    await clear_closed(sessions, open_storage(settings))
    kept_while_built = await video.names(settings, folder(str(stall.live.id)))

    await build_replay(sessions, open_storage(settings), claim)
    await clear_closed(sessions, open_storage(settings))

    assert kept_while_built
    assert (await state_of(sessions)).state is ReplayState.REMOVED
    assert await video.names(settings, folder(str(stall.live.id))) == []
