"""Two web processes over one database and one Valkey are one shop."""

import asyncio
import json
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from shop.catalog.set_price import set_price
from shop.core.money import Dong
from shop.local.ports import free_port
from tests.make import livestream
from tests.system.crowd import PATIENCE, Crowd, books, list_goods
from tests.system.harness import ROOT, Shop


@pytest.fixture(scope="module")
def two(crash_shop_of_module: Shop) -> Iterator[tuple[str, str]]:
    """The addresses of the supervised web process and of a second one."""
    crash_shop = crash_shop_of_module
    running, port = crash_shop.running, free_port()
    chosen = {
        "SHOP_PORT": str(port),
        "SHOP_DATABASE_URL": running.database_url,
        "SHOP_REDIS_URL": running.redis_url,
        "SHOP_SECRET_KEY": json.loads((crash_shop.folder / "running.json").read_bytes())["secret_key"],
    }
    argv = [sys.executable, "-m", "shop.cli.main", "web"]
    with subprocess.Popen(argv, cwd=ROOT, env=crash_shop.env | chosen) as second:
        url = f"http://127.0.0.1:{port}"
        crash_shop.wait_until(lambda: answers(url), PATIENCE, "the second web process is ready")
        yield crash_shop.url, url
        second.terminate()


def answers(url: str) -> bool:
    """Whether a web process is ready there."""
    try:
        return httpx.get(f"{url}/health/ready", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


async def test_the_last_piece_is_sold_once_among_eight_buyers_of_both(crash_shop, two):
    goods = await list_goods(crash_shop, 1)
    buyers = Crowd(crash_shop, goods)

    async with client(two[0]) as one, client(two[1]) as other:
        replies = await asyncio.gather(*(buyers.send(way, new_key()) for way in [one, other] * 4))

    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 7
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"out_of_stock"}


async def test_one_key_sent_to_both_at_once_is_one_order(crash_shop, two):
    buyers = Crowd(crash_shop, await list_goods(crash_shop, 5))
    key = new_key()

    async with client(two[0]) as one, client(two[1]) as other:
        await asyncio.gather(*(buyers.send(way, key) for way in [one, other] * 4))
        replies = [await buyers.send(way, key) for way in (one, other)]

    assert [reply.status_code for reply in replies] == [201, 201]
    assert {reply.json()["code"] for reply in replies} == await buyers.kept()


async def test_a_changed_price_shows_on_both(crash_shop, two):
    goods = await list_goods(crash_shop)
    product, listed = f"/api/v1/products/{goods.product_slug}", f"/api/v1/products?q={goods.product_slug}"
    async with client(two[0]) as one, client(two[1]) as other:
        before = [await price_in(way, path) for way in (one, other) for path in (product, listed)]
        async with books(crash_shop) as session:
            await set_price(session, goods.variant_id, Dong(123_000))

        for way in (one, other):
            for path in (product, listed):
                await eventually(lambda way=way, path=path: price_is(way, path, 123_000))
        after = [await price_in(way, path) for way in (one, other) for path in (product, listed)]

    assert before == [goods.price] * 4
    assert after == [123_000] * 4


async def test_what_is_said_in_a_room_reaches_the_viewers_of_both(crash_shop, two):
    async with books(crash_shop) as session:
        slug = (await livestream.stall(session)).live.slug

    async with (
        client(two[0]) as one,
        client(two[1]) as other,
        frames(one, slug) as seen_here,
        frames(other, slug) as seen_there,
    ):
        for way, words in ((one, "Bát này nung mấy độ"), (other, "Có giao về Đông Anh không")):
            said = await way.post(f"/api/v1/sessions/{slug}/comments", json={"text": words, "client_id": new_key()})
            heard = await asyncio.gather(seen_here(words), seen_there(words))

            assert said.status_code in {200, 201}, said.text
            assert heard == [True, True]


def new_key() -> str:
    """A key nobody has used."""
    return uuid.uuid4().hex


def client(url: str) -> httpx.AsyncClient:
    """A reader or buyer at one of the two."""
    return httpx.AsyncClient(base_url=url, timeout=30)


async def price_in(way: httpx.AsyncClient, path: str) -> int:
    """The price a product or a list of one shows."""
    body = (await way.get(path)).json()
    return body["variants"][0]["price"] if "variants" in body else body["items"][0]["price"]


async def price_is(way: httpx.AsyncClient, path: str, price: int) -> bool:
    """Whether it shows this price."""
    return await price_in(way, path) == price


async def eventually(look: Callable) -> None:
    """Look again and again until it is true."""
    async with asyncio.timeout(PATIENCE):
        while not await look():  # noqa: ASYNC110 - what is waited for is in other processes
            await asyncio.sleep(0.05)


@asynccontextmanager
async def frames(way: httpx.AsyncClient, slug: str) -> AsyncIterator[Callable]:
    """Watch a room: `await seen(words)` waits for a frame that holds them."""
    async with way.stream("GET", f"/api/v1/sessions/{slug}/events") as stream:
        lines = stream.aiter_lines()

        async def seen(words: str) -> bool:
            async with asyncio.timeout(PATIENCE):
                async for line in lines:
                    if line.startswith("data: ") and words in json.dumps(json.loads(line[6:]), ensure_ascii=False):
                        return True
            return False

        yield seen
