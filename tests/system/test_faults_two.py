"""Two web processes over one database and one Valkey are one shop."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from tests.make import livestream
from tests.system.crowd import Crowd, books, list_goods
from tests.system.harness import PATIENCE


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
