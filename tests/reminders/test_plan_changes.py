"""Markets and stalls that are moved or called off: who watches is told, once, and called to nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.core.clock import local
from shop.core.outbox import OutboxEvent, publish
from shop.markets.events import MarketDropped, MarketMoved, StallDropped, StallShifted
from shop.markets.models import Market
from shop.markets.plan_market import call_off_market
from shop.notifications.models import Notice
from shop.notifications.notify_plan import (
    tell_market_dropped,
    tell_market_moved,
    tell_stall_dropped,
    tell_stall_shifted,
)
from shop.reminders.call import call_watchers
from shop.reminders.models import WatchCall
from tests.make import accounts, markets
from tests.make.livestream import market, stall
from tests.make.markets import OFFICE
from tests.make.reminders import watch_market, watch_stall

OF = {
    MarketDropped: tell_market_dropped,
    MarketMoved: tell_market_moved,
    StallDropped: tell_stall_dropped,
    StallShifted: tell_stall_shifted,
}


async def told(session):
    """Work the events of plans, each twice; the letters: (to whom, subject)."""
    for kind, tell in OF.items():
        events = await session.execute(
            select(OutboxEvent.id, OutboxEvent.payload).where(OutboxEvent.kind == kind.kind).order_by(OutboxEvent.id)
        )
        for event_id, payload in events.all():
            names = {name: payload[name] for name in kind.__struct_fields__ if name in payload}
            for _ in range(2):
                await tell(session, event_id, kind(**names))
    notices = await session.scalars(select(Notice).where(Notice.channel == "email").order_by(Notice.email))
    return [(notice.email, notice.subject) for notice in notices]


async def test_a_market_called_off_is_told_with_its_reason_and_calls_nobody(session, warp):
    officer = await accounts.person(session)
    hall = await market(session, starts_in=timedelta(hours=30))
    gom = await stall(session, hall=hall, on_air=False)
    await watch_market(session, hall, email="cho@example.vn")
    await watch_stall(session, gom, email="gian@example.vn")

    await call_off_market(session, officer.id, hall.slug, "Mưa bão số 9")
    letters = await told(session)
    texts = await session.scalars(select(Notice.body_text).where(Notice.channel == "email"))
    await warp(session, timedelta(hours=8))
    await call_watchers(session, 100)

    assert [email for email, _ in letters] == ["cho@example.vn", "gian@example.vn"]
    assert all(subject.startswith("Không diễn ra:") for _, subject in letters)
    assert all("Mưa bão số 9" in text for text in texts)
    assert (await session.scalars(select(WatchCall))).all() == []


async def test_a_market_moved_tells_each_reader_once_the_newest_time(session):
    hall = await market(session, starts_in=timedelta(hours=30))
    gom = await stall(session, hall=hall, on_air=False)
    await watch_market(session, hall, email="lan@example.vn")
    await watch_stall(session, gom, email="lan@example.vn")
    await session.execute(update(Market).where(Market.id == hall.id).values(version=3))
    for version in (2, 3):
        publish(session, MarketMoved(market_id=hall.id, version=version))
    await session.flush()

    letters = await told(session)

    assert [email for email, _ in letters] == ["lan@example.vn"]
    assert letters[0][1].startswith("Đổi giờ: ")


@pytest.mark.parametrize(("minutes", "told_of"), [(30, 1), (0, 0)])
async def test_a_stall_at_another_time_tells_who_watches_it_but_not_of_another_title(client, session, minutes, told_of):
    await markets.officer(session, client)
    hall = await market(session, starts_in=timedelta(hours=30))
    gom = await stall(session, hall=hall, on_air=False)
    await watch_stall(session, gom, email="gian@example.vn")
    await watch_market(session, hall, email="cho@example.vn")
    begins = gom.live.starts_at + timedelta(minutes=minutes)
    plan = {
        "title": "Gốm mới ra lò",
        "place": gom.place.slug,
        "host": str(gom.live.host_id),
        "starts_at": begins.isoformat(),
        "ends_at": gom.live.ends_at.isoformat(),
        "version": gom.live.version,
    }

    changed = await client.put(f"{OFFICE}/stalls/{gom.live.slug}", json=plan)
    await session.refresh(gom.live)
    letters = await told(session)

    assert changed.status_code == 200
    assert [email for email, _ in letters] == ["gian@example.vn"] * told_of
    assert [subject for _, subject in letters] == [
        f"Đổi lịch: Gốm mới ra lò, {local(begins):%H:%M ngày %d/%m/%Y}"
    ] * told_of
