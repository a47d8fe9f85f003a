"""Takes: one publisher at a time, numbered, ended once and for a reason."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.broadcast.errors import SomebodyPublishes, StreamKeyWrong, TakesUsedUp
from shop.broadcast.models import Source, Take, TakeEnd
from shop.broadcast.publish import MOST_TAKES, close_take, open_take, see_take
from shop.broadcast.takes import close_lost
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.markets.errors import SessionOver
from shop.markets.models import SessionState
from tests.make import broadcast, livestream


async def reasons(session):
    rows = await session.execute(select(Take.number, Take.end_reason).order_by(Take.number))
    return [tuple(row) for row in rows]


async def kinds(session):
    await session.flush()
    of_takes = select(OutboxEvent.kind).where(OutboxEvent.kind.startswith("broadcast."))
    return list(await session.scalars(of_takes.order_by(OutboxEvent.id)))


async def test_key_of_the_session_opens_its_first_take(session):
    stall = await livestream.stall(session)

    opened = await broadcast.take(session, stall)

    assert (opened.session_id, opened.number) == (stall.live.id, 1)
    assert await kinds(session) == ["broadcast.take_started"]


@pytest.mark.parametrize("wrong", ["", "a" * 26, "ổi" * 13])
async def test_wrong_key_opens_nothing(session, wrong):
    stall = await livestream.stall(session)
    await broadcast.key(session, stall)

    with pytest.raises(StreamKeyWrong):
        await open_take(session, stall.live.slug, wrong, Source.RTMP)


async def test_key_of_another_session_opens_nothing(session):
    stall, other = await livestream.stall(session), await livestream.stall(session)
    await broadcast.key(session, stall)
    foreign = await broadcast.key(session, other)

    for slug in (stall.live.slug, "no-such-session"):
        with pytest.raises(StreamKeyWrong):
            await open_take(session, slug, foreign, Source.RTMP)


async def test_second_publisher_is_refused_until_it_takes_over(session):
    stall = await livestream.stall(session)
    key = await broadcast.key(session, stall)
    first = await broadcast.take(session, stall, made=key)

    with pytest.raises(SomebodyPublishes):
        await broadcast.take(session, stall, made=key)
    second = await broadcast.take(session, stall, made=key, takeover=True)

    assert await reasons(session) == [(1, TakeEnd.TAKEN_OVER), (2, None)]
    assert not await see_take(session, first.take_id)
    assert await see_take(session, second.take_id)


async def test_of_two_publishers_at_once_one_is_taken(sessions):
    async with short(sessions) as session:
        stall = await livestream.stall(session)
        key = await broadcast.key(session, stall)

    async def publish():
        async with short(sessions) as session:
            await broadcast.take(session, stall, made=key)

    outcomes = await asyncio.gather(*(publish() for _ in range(4)), return_exceptions=True)

    async with short(sessions) as session:
        count = await session.scalar(select(func.count()).select_from(Take))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType"] + ["SomebodyPublishes"] * 3
    assert count == 1


async def test_same_connection_of_a_media_server_is_the_same_take(session):
    stall = await livestream.stall(session)
    key = await broadcast.key(session, stall)

    first = await broadcast.take(session, stall, made=key, source=Source.SRS, external_id="c1")
    again = await broadcast.take(session, stall, made=key, source=Source.SRS, external_id="c1")

    assert again == first
    with pytest.raises(SomebodyPublishes):
        await broadcast.take(session, stall, made=key, source=Source.SRS, external_id="c2")


async def test_number_a_media_server_counts_anew_is_another_take(session):
    stall = await livestream.stall(session)
    key = await broadcast.key(session, stall)
    first = await broadcast.take(session, stall, made=key, source=Source.NGINX_RTMP, external_id="1")
    await close_take(session, first.take_id, TakeEnd.LEFT)

    second = await broadcast.take(session, stall, made=key, source=Source.NGINX_RTMP, external_id="1")

    assert second.number == 2


async def test_ending_twice_keeps_the_first_reason_and_is_told_once(session):
    stall = await livestream.stall(session)
    opened = await broadcast.take(session, stall)

    await close_take(session, opened.take_id, TakeEnd.LEFT)
    await close_take(session, opened.take_id, TakeEnd.BROKEN)

    assert await reasons(session) == [(1, TakeEnd.LEFT)]
    assert await kinds(session) == ["broadcast.take_started", "broadcast.take_ended"]


async def test_publisher_not_heard_of_is_in_nobodys_way(sessions, warp):
    async with short(sessions) as session:
        stall = await livestream.stall(session)
        key = await broadcast.key(session, stall)
        await broadcast.take(session, stall, made=key)
    async with sessions() as session:
        await warp(session, timedelta(seconds=11))

    async with short(sessions) as session:
        second = await broadcast.take(session, stall, made=key)

    assert second.number == 2


async def test_sweep_ends_takes_nobody_was_heard_of(sessions, warp):
    async with short(sessions) as session:
        for _ in range(3):
            await broadcast.take(session, await livestream.stall(session))
        early = await close_lost(session)
    async with sessions() as session:
        await warp(session, timedelta(seconds=11))

    async with short(sessions) as session:
        counts = [early, await close_lost(session, limit=2), await close_lost(session), await close_lost(session)]
        ended = [reason for _, reason in await reasons(session)]

    assert counts == [0, 2, 1, 0]
    assert ended == [TakeEnd.LOST] * 3


@pytest.mark.parametrize("state", [SessionState.ENDED, SessionState.CALLED_OFF])
async def test_session_that_is_over_takes_no_picture(session, state):
    stall = await livestream.stall(session)
    key = await broadcast.key(session, stall)
    stall.live.state = state
    if state is SessionState.ENDED:
        stall.live.ended_at = stall.live.ends_at
    else:
        stall.live.started_at, stall.live.called_off_reason = None, "Mưa bão"
    await session.flush()

    with pytest.raises(SessionOver):
        await broadcast.take(session, stall, made=key)


async def test_session_nobody_started_takes_a_picture_until_a_quarter_past_its_end(sessions, warp):
    async with short(sessions) as session:
        stall = await livestream.stall(session, on_air=False)
        key = await broadcast.key(session, stall)

    outcomes = []
    for late in (timedelta(minutes=14), timedelta(minutes=16)):
        async with sessions() as session:
            await warp(session, stall.live.ends_at + late)
        try:
            async with short(sessions) as session:
                await broadcast.take(session, stall, made=key)
            outcomes.append("taken")
        except SessionOver as refusal:
            outcomes.append(refusal.code)

    assert outcomes == ["taken", "session_over"]


async def test_takes_of_a_session_are_counted_out(session):
    stall = await livestream.stall(session)
    key = await broadcast.key(session, stall)
    opened = await broadcast.take(session, stall, made=key)
    await close_take(session, opened.take_id, TakeEnd.LEFT)
    take = await session.get(Take, opened.take_id)
    take.number = MOST_TAKES
    await session.flush()

    with pytest.raises(TakesUsedUp):
        await broadcast.take(session, stall, made=key)
