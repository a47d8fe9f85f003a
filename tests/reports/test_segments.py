"""Segments of a run of show and waiting lists in the report; a whole market in the office."""

from datetime import UTC, datetime, timedelta

from shop.core.actor import Role
from shop.programme.models import SegmentTurn
from shop.reports.queries import report_of, report_of_market
from tests.make import accounts, livestream
from tests.make.offers import buy, pinned, wait
from tests.make.programme import segments
from tests.make.reports import Box, line_of, order
from tests.web.pages import look

BEGIN = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)


async def turns(session, stall, *begins):
    """Turns of segments at these minutes after the beginning; a segment may come again, None is none."""
    session.add_all(
        SegmentTurn(
            session_id=stall.live.id,
            number=number,
            segment_id=None if segment is None else segment.id,
            created_at=BEGIN + timedelta(minutes=minute),
        )
        for number, (segment, minute) in enumerate(begins, 1)
    )
    await session.flush()


async def sold(session, stall, *minutes, seconds=0):
    """An order of one piece in each of these minutes."""
    for minute in minutes:
        box = Box(stall.place.id, lines=[line_of(stall.variants[0])])
        await order(session, stall.live.id, [box], at=BEGIN + timedelta(minutes=minute, seconds=seconds))


async def test_orders_count_for_the_segment_that_was_on_and_its_turns_add_up(session):
    stall = await livestream.stall(session)
    first, second = await segments(session, stall, [(0, None)], [(0, None)])
    await turns(session, stall, (first, 0.5), (second, 10), (None, 20), (first, 30))
    await sold(session, stall, 0, 5, 9, 10, 25, 31, seconds=30)

    found = (await report_of(session, stall.live.id)).segments

    assert [(one.title, one.sales.orders, one.since.minute) for one in found] == [("Phần 1", 4, 30), ("Phần 2", 1, 40)]


async def test_a_market_has_the_segments_of_all_its_stalls_each_by_its_own_orders(session):
    hall = await livestream.market(session)
    one, other = [await livestream.stall(session, hall=hall) for _ in range(2)]
    for stall in (one, other):
        await turns(session, stall, ((await segments(session, stall, [(0, None)]))[0], 0))
    await sold(session, one, 1, 2)
    await sold(session, other, 1)

    report = await report_of_market(session, hall.id)

    assert {(each.session, each.sales.orders) for each in report.segments} == {
        (one.live.slug, 2),
        (other.live.slug, 1),
    }
    assert report.sales.orders == 3


async def test_a_waiting_list_has_a_value_also_where_nobody_was_served(live_client, sessions):
    stall = await pinned(live_client, sessions, stock=1, price=200_000)
    await buy(live_client, stall, 1)
    for number in (2, 3):
        assert (await wait(live_client, stall, number, number)).status_code == 201

    async with sessions() as session:
        waited = (await report_of(session, stall.live.id)).waited

    assert (waited.turns, waited.pieces, waited.value) == (2, 5, 1_000_000)
    assert (waited.served, waited.open, waited.open_value) == (0, 2, 1_000_000)


async def test_the_office_reads_a_whole_market_and_takes_its_sheets_along(client, session):
    hall = await livestream.market(session)
    stall = await livestream.stall(session, hall=hall)
    await turns(session, stall, ((await segments(session, stall, [(0, None)]))[0], 0))
    await sold(session, stall, 1, 2)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    page = await look(client, f"/van-phong/cho-dem/{hall.slug}/bao-cao")
    files = {
        name: (await client.get(f"/van-phong/cho-dem/{hall.slug}/bao-cao/{name}.csv")).text
        for name in ("phut", "phan", "san-pham")
    }

    assert "Gốm Bát Tràng đêm nay" in page.text
    assert "Phần 1" in page.text
    assert "200.000" in page.text
    assert "Phần 1" in files["phan"]
    assert files["phut"].count("\n") > 2
    assert "Bát gốm số" in files["san-pham"]
