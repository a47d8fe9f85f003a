"""Figures of sessions equal a recount by hand; minutes and days have their edges; nobody's goods are another's."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from shop.livestream.models import Comment
from shop.orders.models import OrderStatus
from shop.reports.count import count_bought
from shop.reports.figures import Sales, Span, by_span, total_of
from shop.reports.queries import (
    Wanted,
    report_of,
    report_of_all,
    session_of_producer,
    sessions_of_producer,
    sessions_wanted,
)
from shop.reports.rules import minute_of
from tests.make import livestream, producers
from tests.make.catalog import place
from tests.make.reports import HAD, LOST, Box, line_of, order

BEGIN = datetime(2026, 11, 27, 13, 30, tzinfo=UTC)  # 20:30 in Hà Nội
SOON = timedelta(seconds=1)


def recount(orders):
    """What a person with a pencil finds: (order's id, its boxes that count) -> sums."""
    sums = {"placed": 0, "orders": 0, "expired": 0, "pieces": 0, "value": 0, "had": 0, "lost": 0}
    for boxes in orders:
        sums["placed"] += 1
        sums["orders"] += any(box.status not in LOST for box in boxes)
        sums["expired"] += any(box.status is OrderStatus.EXPIRED for box in boxes)
        for box in boxes:
            paid = sum(line.price * line.quantity - line.discount for line in box.lines)
            sums["lost" if box.status in LOST else "value"] += paid
            sums["had"] += paid if box.status in HAD else 0
            sums["pieces"] += 0 if box.status in LOST else sum(line.quantity for line in box.lines)
    return Sales(**sums)


def parts(orders, key):
    """The same orders by what `key` says of a box and a line; an order counts in each part it has something in."""
    found = defaultdict(lambda: defaultdict(list))
    for number, (_, boxes) in enumerate(orders):
        for box in boxes:
            for line in box.lines:
                found[key(box, line)][number].append(Box(box.place_id, box.status, box.producer_id, [line]))
    return {name: recount(list(whole.values())) for name, whole in found.items()}


def random_boxes(chance, stall, places, makers):
    """One or two parcels with one to three lines each."""
    boxes = []
    for at in chance.sample(places, chance.choice((1, 1, 2))):
        goods = chance.sample(stall.variants, chance.randint(1, 3))
        lines = [line_of(each, quantity=chance.randint(1, 5), price=1000 * chance.randint(1, 900)) for each in goods]
        lines[0].discount = chance.choice((0, 0, lines[0].price // 3))
        boxes.append(Box(at.id, chance.choice(list(OrderStatus)), chance.choice(makers).id, lines))
    return boxes


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
async def test_the_report_equals_a_recount_by_hand(session, seed):
    chance = random.Random(seed)
    stall = await livestream.stall(session, goods=4)
    other = await livestream.stall(session)
    makers = [await producers.producer(session), await producers.producer(session)]
    places = [stall.place, await place(session, f"diem-xa-{seed}")]
    orders = [
        (BEGIN + timedelta(seconds=chance.randint(0, 1200)), random_boxes(chance, stall, places, makers))
        for _ in range(40)
    ]
    for at, boxes in orders:
        await order(session, stall.live.id, boxes, at=at)
    await order(session, other.live.id, [Box(other.place.id, lines=[line_of(other.variants[0])])], at=BEGIN)
    await order(session, None, [Box(stall.place.id, lines=[line_of(stall.variants[0])])], at=BEGIN)

    found = await count_bought(session, [stall.live.id])
    report = await report_of(session, stall.live.id)

    whole = recount([boxes for _, boxes in orders])
    assert found.by_session == {stall.live.id: whole}
    assert report.sales == whole == total_of(minute.sales for minute in report.minutes)
    by_minute = defaultdict(list)
    for at, boxes in orders:
        by_minute[minute_of(at)].append(boxes)
    assert found.by_minute == {minute: recount(those) for minute, those in by_minute.items()}
    assert found.by_product == parts(orders, lambda _box, line: line.product_id)
    assert found.by_place == parts(orders, lambda box, _line: box.place_id)
    for maker in makers:
        own = [[box for box in boxes if box.producer_id == maker.id] for _, boxes in orders]
        assert (await report_of(session, stall.live.id, maker.id)).sales == recount([each for each in own if each])


async def test_an_order_belongs_to_the_minute_it_was_placed_in(session):
    stall = await livestream.stall(session)
    edge = BEGIN + timedelta(minutes=3)
    for at in (edge - timedelta(microseconds=1), edge, edge + timedelta(seconds=59, microseconds=999_999)):
        await order(session, stall.live.id, [Box(stall.place.id, lines=[line_of(stall.variants[0])])], at=at)

    report = await report_of(session, stall.live.id)

    assert [(minute.at, minute.sales.orders) for minute in report.minutes] == [
        (edge - timedelta(minutes=1), 1),
        (edge, 2),
    ]
    spans = [Span("trước", BEGIN, edge), Span("sau", edge, edge + timedelta(minutes=5))]
    assert [sales.orders for sales in by_span(report.minutes, spans)] == [1, 2]


async def test_minutes_in_which_nothing_happened_are_there(session):
    stall = await livestream.stall(session)
    for minutes in (0, 4):
        boxes = [Box(stall.place.id, lines=[line_of(stall.variants[0])])]
        await order(session, stall.live.id, boxes, at=BEGIN + timedelta(minutes=minutes))

    report = await report_of(session, stall.live.id)

    assert [minute.sales.orders for minute in report.minutes] == [1, 0, 0, 0, 1]


async def test_what_was_said_counts_without_orders_and_without_what_nobody_reads(session):
    stall = await livestream.stall(session)
    kinds = {"hỏi": {}, "đơn": {"order_code": "CM-1"}, "bóng": {"shadow": True}}
    gone = {"hidden_at": BEGIN, "hidden_by": stall.host.id, "hidden_why": "sai"}
    for words, facts in {**kinds, "gỡ": gone}.items():
        session.add(
            Comment(session_id=stall.live.id, client_id=words, name="Lan", text=words, created_at=BEGIN, **facts)
        )
    await session.flush()

    report = await report_of(session, stall.live.id)

    assert report.comments == 1
    assert [(minute.at, minute.comments) for minute in report.minutes] == [(BEGIN, 1)]


async def test_a_producer_is_told_of_its_own_goods_alone(session):
    stall = await livestream.stall(session, goods=2)
    mine, theirs = await producers.producer(session), await producers.producer(session)
    stranger = await producers.producer(session)
    boxes = [
        Box(stall.place.id, producer_id=mine.id, lines=[line_of(stall.variants[0], quantity=2)]),
        Box(stall.place.id, OrderStatus.CANCELLED, theirs.id, [line_of(stall.variants[1])]),
    ]
    await order(session, stall.live.id, boxes, at=BEGIN)

    [own] = await sessions_of_producer(session, mine.id, 10)
    [other] = await sessions_of_producer(session, theirs.id, 10)

    assert (own.sales.value, own.sales.pieces, own.sales.lost) == (200_000, 2, 0)
    assert (other.sales.value, other.sales.orders, other.sales.lost) == (0, 0, 100_000)
    assert await sessions_of_producer(session, stranger.id, 10) == []
    assert await session_of_producer(session, stranger.id, stall.live.slug) is None
    assert len((await report_of(session, stall.live.id, mine.id)).products) == 1


async def test_days_are_those_of_ha_noi(session):
    late = await livestream.stall(session)
    late.live.starts_at = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # midnight: the 27th begins
    early = await livestream.stall(session)
    early.live.starts_at = late.live.starts_at - SOON
    for each in (late, early):
        each.live.ends_at = each.live.starts_at + timedelta(hours=2)
    await session.flush()
    day = date(2026, 11, 27)

    found = await sessions_wanted(session, Wanted(since=day, until=day), 10)
    before = await sessions_wanted(session, Wanted(until=day - timedelta(days=1)), 10)

    assert [one.slug for one in found] == [late.live.slug]
    assert [one.slug for one in before] == [early.live.slug]


async def test_sessions_are_found_by_place_and_market_and_the_furthest_days_harm_nobody(session):
    stall = await livestream.stall(session)
    await livestream.stall(session)

    by_place = await sessions_wanted(session, Wanted(place=stall.place.slug), 10)
    by_market = await sessions_wanted(session, Wanted(market=stall.market.slug), 10)
    ever = await sessions_wanted(session, Wanted(since=date.min, until=date.max), 10)

    assert [one.slug for one in by_place] == [one.slug for one in by_market] == [stall.live.slug]
    assert len(ever) == 2


async def test_several_sessions_together_are_the_sum_of_each(session):
    stalls = [await livestream.stall(session), await livestream.stall(session)]
    for stall in stalls:
        boxes = [Box(stall.place.id, lines=[line_of(stall.variants[0])])]
        await order(session, stall.live.id, boxes, at=BEGIN)

    both = await report_of_all(session, [stall.live.id for stall in stalls])

    assert both.sales.orders == 2
    assert [minute.sales.orders for minute in both.minutes] == [2]
    assert len(both.places) == 2


async def test_stars_are_those_of_the_day_of_the_order(session):
    stall = await livestream.stall(session)
    boxes = [Box(stall.place.id, lines=[line_of(stall.variants[0])])]
    now = datetime.now(UTC)
    await order(session, stall.live.id, boxes, at=now)
    await order(session, stall.live.id, boxes, at=now - timedelta(days=40))  # before its certificate was issued

    found = await count_bought(session, [stall.live.id], graded=True)

    assert {stars: sales.orders for stars, sales in found.by_stars.items()} == {4: 1, 0: 1}
