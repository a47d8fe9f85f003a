"""What is kept goes at the right moment: two processes, pages, midnight, a crowd on a cold list, a flood."""

import asyncio
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shop.catalog.publish import hide_product
from shop.catalog.set_price import set_price
from shop.core.db import short
from shop.core.money import Dong
from tests.make import catalog as make
from tests.statements import logged

LIST = "/api/v1/products"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PAGE = {"accept": "text/html"}
READERS = 200


async def test_each_process_forgets_by_its_own_look(front, goods, sessions):
    async with front() as one, front() as other:
        for kept in (one, other):
            await kept.get()
        async with short(sessions) as session:
            await set_price(session, (await make.variant_of(session, goods[0])).id, Dong(9000))
        await one.look()
        first = [await price_of(kept, "com-0") for kept in (one, other)]
        await other.look()
        second = [await price_of(kept, "com-0") for kept in (one, other)]

    assert first == [9000, 1000]
    assert second == [9000, 9000]


async def test_two_hundred_readers_of_a_cold_list_cost_one_rendering(front, goods, engine):
    async with front() as kept, front() as alone:
        with logged(engine) as of_one:
            await alone.get("/san-pham", **PAGE)
        with logged(engine) as of_all:
            replies = await asyncio.gather(*(kept.get("/san-pham", **PAGE) for _ in range(READERS)))

    assert len(of_all) == len(of_one)
    assert {(reply.status_code, reply.content) for reply in replies} == {(200, replies[0].content)}


async def test_a_hidden_product_leaves_a_kept_page_with_the_next_look(front, goods, sessions):
    async with front() as kept:
        before = await kept.get("/san-pham", **PAGE)
        async with short(sessions) as session:
            await hide_product(session, goods[3].id)
        await kept.look()
        after = await kept.get("/san-pham", **PAGE)

    assert 'href="/san-pham/com-3"' in before.text
    assert 'href="/san-pham/com-3"' not in after.text


async def test_a_certificate_that_ends_at_midnight_is_gone_right_after(front, sessions, warp):
    midnight = datetime(2027, 5, 2, tzinfo=HANOI)
    async with short(sessions) as session:
        await make.product(session, "Cốm hôm nay", slug="com-hom-nay", issued_on=date(2024, 5, 2))  # 36 months
        await warp(session, midnight - timedelta(minutes=1))
    async with front() as kept:
        end = kept.resources.freshness.boundary
        before = await names(kept)
        async with short(sessions) as session:
            await warp(session, midnight)
        kept.resources.freshness.looked(changed=False, seconds_left=0)  # the minute has passed
        after = await names(kept)

    assert end <= time.monotonic() + 60
    assert (before, after) == (["com-hom-nay"], [])


@pytest.mark.parametrize("flood", ["max_price={}", "cursor=x{}", "producer=htx-{}"])
async def test_a_flood_of_addresses_does_not_push_out_what_many_read(front, goods, engine, flood):
    async with front(front_cache_mb=1) as kept:
        await kept.get()
        for number in range(2000, 2150):
            await kept.get(f"{LIST}?{flood.format(number)}")
            if number % 20 == 0:
                await kept.get()
        with logged(engine) as statements:
            await kept.get()

    assert statements == []


async def names(kept):
    """The addresses of the products listed."""
    return [item["slug"] for item in (await kept.get()).json()["items"]]


async def price_of(kept, slug):
    """The price the list shows."""
    return next(item["price"] for item in (await kept.get()).json()["items"] if item["slug"] == slug)
