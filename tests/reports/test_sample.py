"""Viewers are sampled each minute; whoever comes is counted once; a Redis that forgot them is filled again."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.core.actor import Actor
from shop.core.db import short
from shop.core.redis import make_redis
from shop.livestream.audience import Audience
from shop.livestream.seen import Crowd, Room, Sketches
from shop.markets.models import SessionState
from shop.markets.speaker import Speaker
from shop.reports.models import SessionAudience, SessionMinute
from shop.reports.queries import market_seen, report_of, report_of_market
from shop.reports.sample import keep_samples, sample_viewers
from tests.conftest import SECRET
from tests.make import accounts, livestream
from tests.web.pages import look


def guest(number):
    """Guest number so and so."""
    return Speaker(guest_key=number.to_bytes(16, "big"))


async def come(redis, stall, numbers):
    """So many guests open the room."""
    sketches = Sketches(redis)
    for number in numbers:
        await sketches.note(SECRET, Room(stall.live.id, stall.live.market_id), guest(number))


async def made(sessions, **facts):
    """A stall of a committed shop."""
    async with short(sessions) as session:
        return await livestream.stall(session, **facts)


async def minutes(sessions):
    """All samples, by time."""
    async with short(sessions) as session:
        return (await session.scalars(select(SessionMinute).order_by(SessionMinute.minute))).all()


async def test_a_minute_keeps_the_most_that_was_seen_in_it(sessions, redis_client):
    stall = await made(sessions)
    audience = Audience(redis_client)
    await come(redis_client, stall, range(20))

    for viewers in (3, 9, 5):
        await audience.report(stall.live.id, "web-1", viewers)
        assert await sample_viewers(sessions, redis_client) == 1

    rows = await minutes(sessions)
    assert max(row.viewers for row in rows) == 9
    assert {row.minute.second for row in rows} == {0}
    assert 19 <= rows[-1].seen <= 21
    assert len(rows) <= 2  # the minute may have turned meanwhile


async def test_two_samplers_at_once_write_one_row_with_the_most(sessions):
    stall = await made(sessions)
    crowds = [Crowd(session_id=stall.live.id, seen=n, market_seen=n, sketch=b"x" * n) for n in range(1, 9)]

    async def keep(crowd):
        async with short(sessions) as session:
            await keep_samples(session, {stall.live.id: crowd.seen * 2}, [crowd])

    await asyncio.gather(*(keep(crowd) for crowd in crowds))

    rows = await minutes(sessions)
    assert max((row.viewers, row.seen) for row in rows) == (16, 8)
    assert len(rows) <= 2
    async with short(sessions) as session:
        kept = (await session.scalars(select(SessionAudience))).one()
    assert (kept.seen, kept.market_seen) == (8, 8)


async def test_a_redis_that_forgot_everything_is_filled_again(sessions, redis_client):
    stall = await made(sessions)
    await come(redis_client, stall, range(60))
    await sample_viewers(sessions, redis_client)

    await redis_client.flushdb()
    await come(redis_client, stall, range(50, 80))  # ten of them were there before
    await sample_viewers(sessions, redis_client)

    async with short(sessions) as session:
        report = await report_of(session, stall.live.id)
    assert 78 <= report.viewers.seen <= 82


async def test_who_goes_from_stall_to_stall_is_one_visitor_of_the_market(sessions, redis_client):
    async with short(sessions) as session:
        hall = await livestream.market(session)
        first, second = await livestream.stall(session, hall=hall), await livestream.stall(session, hall=hall)
    await come(redis_client, first, range(40))
    await come(redis_client, second, range(20, 60))

    await sample_viewers(sessions, redis_client)

    async with short(sessions) as session:
        assert 58 <= await market_seen(session, hall.slug) <= 62
        report = await report_of_market(session, hall.id)
        one = await report_of(session, first.live.id)
    assert 58 <= report.viewers.seen <= 62
    assert 39 <= one.viewers.seen <= 41


async def test_a_session_that_is_not_on_air_is_not_sampled(sessions, redis_client):
    await made(sessions, on_air=False)

    assert await sample_viewers(sessions, redis_client) == 0
    assert await minutes(sessions) == []


async def test_the_last_viewers_of_a_session_that_just_ended_are_kept_without_a_new_minute(sessions, redis_client):
    stall = await made(sessions)
    await come(redis_client, stall, range(30))
    async with short(sessions) as session:
        live = await session.merge(stall.live)
        live.state, live.ended_at = SessionState.ENDED, datetime.now(UTC) - timedelta(seconds=5)

    await sample_viewers(sessions, redis_client)

    assert await minutes(sessions) == []
    async with short(sessions) as session:
        assert 29 <= await session.scalar(select(SessionAudience.seen)) <= 31


async def test_without_redis_nothing_is_written_and_nobody_waits(sessions, settings):
    stall = await made(sessions)
    away = make_redis(msgspec.structs.replace(settings, redis_url="redis://127.0.0.1:1/0"))
    try:
        await Sketches(away).note(SECRET, Room(stall.live.id, stall.live.market_id), guest(1))

        assert await sample_viewers(sessions, away) == 0
        assert await minutes(sessions) == []
    finally:
        await away.aclose()


async def test_a_sketch_names_nobody(redis_client):
    room, person = Room(uuid4(), uuid4()), uuid4()
    await Sketches(redis_client).note(SECRET, room, Speaker.of(Actor(person_id=person), None))

    [crowd] = await Sketches(redis_client).count([room])

    assert crowd.seen == 1
    assert person.bytes not in crowd.sketch
    assert str(person).encode() not in crowd.sketch


async def test_who_opens_the_room_is_counted_once_and_its_host_never(client, session, redis_client):
    stall = await livestream.stall(session)
    room = Room(stall.live.id, stall.live.market_id)
    page = f"/phien/{stall.live.slug}"

    for agent in ("điện thoại", "điện thoại", "máy tính"):
        await client.get(page, headers={"accept": "text/html", "user-agent": agent.encode()})
    await accounts.signed_in(client, stall.host)
    await look(client, page)

    [crowd] = await Sketches(redis_client).count([room])
    assert crowd.seen == 2


async def test_a_room_that_is_long_over_or_far_ahead_counts_nobody(client, session, redis_client):
    early = await livestream.stall(session, on_air=False)
    early.live.starts_at = datetime.now(UTC) + timedelta(hours=2)
    early.live.ends_at = early.live.starts_at + timedelta(hours=1)
    over = await livestream.stall(session)
    over.live.state, over.live.ended_at = SessionState.ENDED, datetime.now(UTC)
    await session.commit()

    for stall in (early, over):
        await look(client, f"/phien/{stall.live.slug}")

    counted = await Sketches(redis_client).count([Room(one.live.id, one.live.market_id) for one in (early, over)])
    assert [crowd.seen for crowd in counted] == [0, 0]


async def test_a_minute_has_no_seconds_in_the_database_either(session):
    stall = await livestream.stall(session)
    session.add(
        SessionMinute(session_id=stall.live.id, minute=datetime(2026, 11, 27, 13, 0, 1, tzinfo=UTC), viewers=1, seen=1)
    )

    with pytest.raises(IntegrityError, match="session_minute_whole_check"):
        await session.flush()
