"""The demonstration leaves without a trace while the shop runs, and the shop goes on."""

import asyncio

import httpx
from sqlalchemy import func, select

from shop.certification.models import Certificate
from shop.models import metadata
from shop.orders.models import Order
from shop.samples.purge import count_samples
from tests.system.crowd import books, crowd

PAGES = ["/", "/san-pham", "/diem-ban", "/gio-hang", "/en/", "/en/san-pham"]
GRADINGS = 446  # rows of the published register


async def test_after_the_purge_no_sample_is_left_and_the_shop_goes_on_empty(crash_shop):
    async with crowd(crash_shop, buyers=2) as buyers:
        await buyers.wait_promises(5)
    async with httpx.AsyncClient(base_url=crash_shop.url, timeout=30) as reader:
        markets = (await reader.get("/api/v1/markets")).json()["items"]
        halls = [market["slug"] for market in markets if market["sample"]]
        purge = await asyncio.to_thread(crash_shop.command, "demo", "purge")

        assert purge.returncode == 0, purge.stdout + purge.stderr
        assert "No sample row is left." in purge.stdout
        await assert_only_the_register_is_left(crash_shop)
        await assert_every_page_is_empty(reader)
        assert [(await reader.get(f"/cho-dem/{hall}")).status_code for hall in halls] == [404] * len(halls)
    audit = await asyncio.to_thread(crash_shop.command, "audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr

    await asyncio.to_thread(crash_shop.stop)
    await asyncio.to_thread(lambda: crash_shop.start().wait_ready())

    async with httpx.AsyncClient(base_url=crash_shop.url, timeout=30) as reader:
        await assert_every_page_is_empty(reader)
    await assert_only_the_register_is_left(crash_shop)
    assert not (crash_shop.folder / "demo-accounts.txt").exists()


async def assert_only_the_register_is_left(shop) -> None:
    async with books(shop) as session:
        assert set((await count_samples(session, metadata)).values()) == {0}
        assert await session.scalar(select(func.count()).select_from(Certificate)) == GRADINGS
        assert await session.scalar(select(func.count()).select_from(Order)) == 0


async def assert_every_page_is_empty(reader: httpx.AsyncClient) -> None:
    assert [(await reader.get(page)).status_code for page in PAGES] == [200] * len(PAGES)
    listed = (await reader.get("/api/v1/products")).json()
    assert (listed["items"], listed["next_cursor"]) == ([], None)
