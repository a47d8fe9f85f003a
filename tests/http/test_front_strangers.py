"""The front and strangers: nothing personal is kept, nothing a stranger sends colours what others get."""

import asyncio

import httpx
import msgspec
import pytest

from shop.app import Resources, build_doors, build_litestar
from shop.catalog.api import PUBLIC_READS
from shop.core.redis import make_redis
from shop.http.front import Freshness, Front
from shop.http.front_store import Entry, Store
from shop.http.headers import NO_STORE
from shop.http.limits import Limit
from tests.statements import logged

LIST = "/api/v1/products"
COOKIE = {"cookie": "__Host-chomay=somebody"}
LONG = 600_000  # ms: nothing runs out while a test looks


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (LIST, COOKIE),
        (LIST, {"authorization": "Bearer x"}),
        (f"{LIST}?utm_source=x", {}),
        (f"{LIST}?limit=5&limit=6", {}),
        (f"{LIST}?%ff=1", {}),
        (f"{LIST}?q={'%E1%BA%A1' * 120}", {}),
    ],
)
async def test_what_is_personal_or_unknown_is_neither_served_nor_kept(front, goods, engine, address, headers):
    async with front() as kept:
        await kept.get()
        replies, reads = [], []
        for _ in range(2):
            with logged(engine) as statements:
                replies.append(await kept.client.get(address, headers=headers))
            reads.append(sum("AS page" in statement for statement in statements))

    assert [reply.status_code for reply in replies] == [200, 200]
    assert reads[0] == reads[1] > 0
    assert all("etag" not in reply.headers for reply in replies)


POISON = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-original-url": "/api/v1/me",
    "x-http-method-override": "POST",
    "accept": "text/html",
    "accept-language": "en",
    "origin": "https://evil.example",
    "if-none-match": "*",
    "range": "bytes=0-1",
    "x-front": "1",
    "cookie": "theme=evil",
    "content-type": "text/evil",
}


async def test_no_header_of_one_reader_colours_what_others_get(front, goods):
    async with front() as clean, front() as poisoned:
        await poisoned.client.get(LIST, headers=POISON)
        expected, found = await clean.get(), await poisoned.get()

    assert found.content == expected.content
    volatile = {"x-request-id"}
    assert {name: value for name, value in found.headers.items() if name not in volatile} == {
        name: value for name, value in expected.headers.items() if name not in volatile
    }


async def test_a_foreign_host_is_turned_away_even_when_the_answer_is_known(front, goods):
    async with front() as kept:
        await kept.get()
        reply = await kept.get(host="evil.example")

    assert (reply.status_code, reply.json()["code"]) == (421, "bad_host")


async def test_too_many_misses_of_one_address_wait(settings):
    async def missing(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    freshness = Freshness()
    freshness.looked(changed=False, seconds_left=1000)
    limited = msgspec.structs.replace(settings, limits=True, front_cache_ms=LONG)
    app = Front(missing, limited, PUBLIC_READS, freshness, misses=Limit("misses", 2, 60))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://chomay.test") as client:
        replies = [await client.get(f"{LIST}/khong-co-{number}") for number in range(3)]

    assert [reply.status_code for reply in replies] == [404, 404, 429]
    assert int(replies[2].headers["retry-after"]) >= 1
    assert replies[2].json()["code"] == "too_many_requests"
    assert "content-security-policy" in replies[2].headers


def breaking(app, broken):
    """`app` before a database that goes away when `broken` says so."""

    async def serve(scope, receive, send):
        if broken.is_set():
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b"{}"})
        else:
            await app(scope, receive, send)

    return serve


async def test_the_last_good_answer_is_given_while_the_database_is_away(front, goods, engine, settings, sessions):
    broken = asyncio.Event()
    resources = Resources(msgspec.structs.replace(settings, front_cache_ms=1), engine, sessions, make_redis(settings))
    app = breaking(build_litestar(resources), broken)
    shop = build_doors(app, resources)
    resources.freshness.looked(changed=False, seconds_left=1000)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=shop), base_url="https://chomay.test") as client:
        good = await client.get(LIST)
        broken.set()
        resources.freshness.looked(changed=True, seconds_left=1000)
        stale, unknown = await client.get(LIST), await client.get(f"{LIST}/com-0")
        resources.freshness.looked(changed=False, seconds_left=0)
        broken.clear()
        back = await client.get(LIST)
    await resources.redis.aclose()

    assert (stale.status_code, stale.content) == (200, good.content)
    assert (stale.headers["age"], stale.headers["warning"]) == ("0", '110 - "Response is Stale"')
    assert unknown.status_code == 503
    assert (back.status_code, "age" in back.headers) == (200, False)


def test_no_answer_outlives_its_day_even_as_an_old_one():
    entry = Entry([], b"x", generation=0, now=100, life=600, boundary=101)

    assert (entry.fresh_until, entry.stale_until) == (101, 101)


def test_memory_is_bounded_and_the_least_used_goes_first():
    store = Store(100_000)
    for number in range(30):
        entry = Entry([], b"x" * 10_000, generation=0, now=0, life=1, boundary=10)
        store.put((LIST, str(number).encode(), "vi"), entry)
        store.get((LIST, b"0", "vi"))

    assert store.size <= 100_000
    assert store.get((LIST, b"0", "vi")) is not None
    assert store.get((LIST, b"1", "vi")) is None
    assert len(store) == 4


def test_a_route_may_wish_how_its_answer_is_kept_elsewhere():
    wish = (b"cache-control", b"private, no-cache")

    entries = [Entry([header], b"x", generation=0, now=0, life=1, boundary=10) for header in (wish, NO_STORE)]

    controls = [dict(entry.plain.headers)[b"cache-control"] for entry in entries]
    assert controls == [b"private, no-cache", b"public, no-cache"]
