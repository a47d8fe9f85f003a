"""Readers are called a day and a quarter of an hour before, and when it is on air: once each."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from shop.catalog.models import Product
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.livestream.start import start_session
from shop.notifications.models import Notice
from shop.notifications.notify_reminder import tell_watcher
from shop.producers.models import Producer
from shop.reminders.call import call_watchers
from shop.reminders.events import WatchCalled
from shop.reminders.models import Subject, WatchCall
from shop.reminders.rules import watch_token
from shop.reminders.stop import stop_watch
from tests.conftest import SECRET
from tests.make.accounts import person
from tests.make.livestream import market, stall
from tests.make.reminders import watch, watch_market, watch_stall
from tests.make.reviews import as_actor


async def called(session):
    """Call all that is due: the moments of the new calls."""
    before = set((await session.scalars(select(WatchCall.id))).all())
    await call_watchers(session, 100)
    calls = await session.scalars(select(WatchCall).order_by(WatchCall.id))
    return sorted(call.moment.value for call in calls if call.id not in before)


async def told(session):
    """Write the notices of all calls; the subjects of the letters."""
    events = await session.execute(
        select(OutboxEvent.id, OutboxEvent.payload).where(OutboxEvent.kind == WatchCalled.kind).order_by(OutboxEvent.id)
    )
    for event_id, payload in events.all():
        for _ in range(2):  # an event may come twice
            await tell_watcher(session, event_id, WatchCalled(call_id=payload["call_id"]))
    notices = await session.scalars(select(Notice).where(Notice.channel == "email").order_by(Notice.id))
    return [(notice.email, notice.subject, notice.body_text) for notice in notices]


async def test_a_market_calls_a_day_before_and_a_quarter_of_an_hour_before_once_each(session, warp):
    hall = await market(session, starts_in=timedelta(hours=30))
    await watch_market(session, hall)

    found = []
    for hours in (0, 7, 8, 20, 29.8, 29.9, 31):
        await warp(session, timedelta(hours=hours))
        found.append(await called(session))

    assert found == [[], ["day"], [], [], ["soon"], [], []]


async def test_who_begins_to_watch_late_is_not_called_of_what_the_page_says(session):
    hall = await market(session, starts_in=timedelta(hours=3))
    await watch_market(session, hall, ago=timedelta(minutes=1))

    assert await called(session) == []


async def test_going_on_air_calls_those_of_the_stall_the_market_and_the_producer(session):
    gom = await stall(session, on_air=False)
    maker = await session.scalar(
        select(Producer.slug)
        .join(Product, Product.producer_id == Producer.id)
        .where(Product.id == gom.variants[0].product_id)
    )
    await watch_stall(session, gom, email="gian@example.vn")
    await watch_market(session, gom.market, email="cho@example.vn")
    await watch(session, Subject.PRODUCER, maker, email="chu-the@example.vn")
    await watch(session, Subject.STALL, gom.live.slug, email="chu-the@example.vn")  # one reader, one call

    before = await called(session)
    await start_session(session, as_actor(gom.host), gom.live.slug)
    await session.flush()
    after = [await called(session) for _ in range(2)]

    assert before == []
    assert after == [["air"] * 3, []]
    letters = await told(session)
    assert sorted(letter[0] for letter in letters) == ["cho@example.vn", "chu-the@example.vn", "gian@example.vn"]
    assert all("Đang lên sóng" in letter[1] for letter in letters)
    assert all("/theo-doi/dung/" in letter[2] for letter in letters)


async def test_who_stopped_is_not_called_and_one_who_stops_after_the_call_is_not_told(session, warp):
    hall = await market(session, starts_in=timedelta(hours=30))
    stopped = await watch_market(session, hall, email="thoi@example.vn")
    late = await watch_market(session, hall, email="muon@example.vn")
    await stop_watch(session, as_actor(await person(session)), stopped.id, watch_token(SECRET, stopped.id), SECRET)
    await warp(session, timedelta(hours=7))

    assert await called(session) == ["day"]
    await stop_watch(session, as_actor(await person(session)), late.id, watch_token(SECRET, late.id), SECRET)
    assert await told(session) == []


async def test_a_person_is_told_in_the_shop_and_by_mail_in_their_language(session, warp):
    lan = await person(session)
    hall = await market(session, starts_in=timedelta(hours=30))
    await watch(session, Subject.MARKET, hall.slug, actor=as_actor(lan))
    await warp(session, timedelta(hours=7))
    await called(session)

    [(address, subject, _)] = await told(session)

    assert address == lan.email
    assert hall.name in subject
    in_app = await session.scalars(select(Notice.person_id).where(Notice.channel == "in_app"))
    assert in_app.all() == [lan.id]


async def test_two_sweeps_at_once_call_nobody_twice(sessions):
    async with short(sessions) as session:
        gom = await stall(session)
        for number in range(20):
            await watch_stall(session, gom, email=f"lan{number}@example.vn")

    async def sweep():
        async with short(sessions) as session:
            return await call_watchers(session, 100)

    await asyncio.gather(*(sweep() for _ in range(4)))

    async with short(sessions) as session:
        readers = (await session.scalars(select(WatchCall.reader))).all()
        events = (await session.scalars(select(OutboxEvent.id).where(OutboxEvent.kind == WatchCalled.kind))).all()
    assert len(readers) == len(set(readers)) == len(events) == 20
