"""The front: what it keeps, what it never keeps, and when it forgets."""

import asyncio
import contextlib
import gzip

import httpx
import msgspec
import pytest

from shop.app import Resources, build_doors, build_litestar
from shop.catalog.api import PUBLIC_READS
from shop.catalog.queries import offers
from shop.catalog.set_price import set_price
from shop.catalog.watch import CatalogWatch
from shop.core.money import Dong
from shop.core.redis import make_redis
from shop.http.front import Freshness, Front
from shop.http.front_store import Entry, Store
from shop.http.front_watch import look_once
from shop.http.limits import Limit
from tests.make import catalog as make
from tests.statements import logged

LIST = "/api/v1/products"
COOKIE = {"cookie": "__Host-chomay=somebody"}
LONG = 600_000  # ms: nothing runs out while a test looks


class Kept:
    """A client before a shop whose front keeps answers, and the look that freshens it."""

    def __init__(self, client, resources):
        self.client, self.resources = client, resources
        self._watch = CatalogWatch(resources.sessions)

    async def look(self):
        await look_once(self.resources.freshness, self._watch.look)

    async def get(self, address=LIST, **headers):
        return await self.client.get(
            address, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


@pytest.fixture
def front(engine, sessions, settings):
    """`async with front() as kept`: a shop with a front, looked at once; settings may be changed by name."""

    @contextlib.asynccontextmanager
    async def make_front(**changes):
        changed = msgspec.structs.replace(settings, **{"front_cache_ms": LONG} | changes)
        resources = Resources(changed, engine, sessions, make_redis(changed))
        app = build_doors(build_litestar(resources), resources)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://chomay.test") as client:
            kept = Kept(client, resources)
            await kept.look()
            yield kept
        await resources.redis.aclose()

    return make_front


@pytest.fixture
async def goods(sessions):
    """Twenty products on sale; the first has the address `com-0`."""
    async with sessions() as session, session.begin():
        return [await make.product(session, f"Cốm {number}", slug=f"com-{number}", price=1000) for number in range(20)]


async def reprice(sessions, product, price):
    async with sessions() as session, session.begin():
        variant = await make.variant_of(session, product)
        await set_price(session, variant.id, Dong(price))
        assert (await offers(session, [variant.id]))[variant.id].price == price


async def test_the_second_reader_costs_no_statement(front, goods, engine):
    async with front() as kept:
        with logged(engine) as statements:
            first, second = await kept.get(), await kept.get()

    assert len(statements) == 1
    assert first.content == second.content
    assert len(first.json()["items"]) == 20
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert "x-front" not in first.headers


async def test_an_answer_from_memory_wears_the_headers_of_any_other(front, goods):
    async with front() as kept:
        kept_answer, plain = await kept.get(), await kept.client.get("/health-of-nothing")
        kept_answer = await kept.get()

    for name in ("strict-transport-security", "content-security-policy", "x-content-type-options", "referrer-policy"):
        assert kept_answer.headers[name] == plain.headers[name]
    assert kept_answer.headers["cache-control"] == "public, no-cache"
    assert kept_answer.headers["vary"] == "accept-encoding, cookie"


async def test_who_has_the_answer_gets_304(front, goods, sessions):
    async with front() as kept:
        tag = (await kept.get()).headers["etag"]
        same = await kept.get(if_none_match=f'"other", W/{tag}')
        await reprice(sessions, goods[0], 9000)
        await kept.look()
        changed = await kept.get(if_none_match=tag)

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)


async def test_a_changed_price_shows_after_the_next_look(front, goods, sessions):
    async with front() as kept:
        before = await kept.get(f"{LIST}/com-0")
        await reprice(sessions, goods[0], 9000)
        unlooked = await kept.get(f"{LIST}/com-0")
        await kept.look()
        after = await kept.get(f"{LIST}/com-0")

    assert [reply.json()["variants"][0]["price"] for reply in (before, unlooked, after)] == [1000, 1000, 9000]


async def test_a_change_that_commits_late_is_seen(front, goods, sessions):
    async with front() as kept:
        await kept.get()
        async with sessions() as slow, slow.begin():
            variant = await make.variant_of(slow, goods[0])
            await set_price(slow, variant.id, Dong(7000))
            await slow.flush()  # its change has its number now, and nobody can see it
            await reprice(sessions, goods[1], 8000)
            await kept.look()
            early = await kept.get()
        await kept.look()
        late = await kept.get()

    prices = [{item["slug"]: item["price"] for item in reply.json()["items"]} for reply in (early, late)]
    assert [(price["com-0"], price["com-1"]) for price in prices] == [(1000, 8000), (7000, 8000)]


async def test_a_look_that_finds_nothing_forgets_nothing(front, goods, engine):
    async with front() as kept:
        await kept.get()
        await kept.look()
        with logged(engine) as statements:
            await kept.get()

    assert statements == []


async def test_what_was_begun_before_a_change_is_not_kept_after_it(front, goods, sessions, engine):
    async with front() as kept:
        begun = asyncio.create_task(kept.get())
        await asyncio.sleep(0)
        kept.resources.freshness.looked(changed=True, seconds_left=1000)
        await begun
        with logged(engine) as statements:
            await kept.get()

    assert len(statements) == 1


async def test_nothing_is_kept_across_midnight(front, goods, engine):
    async with front() as kept:
        await kept.get()
        kept.resources.freshness.looked(changed=False, seconds_left=0)
        with logged(engine) as statements:
            await kept.get()
            await kept.get()

    assert len(statements) == 2


async def test_fifty_readers_of_a_cold_list_cost_one_statement(front, goods, engine):
    async with front() as kept:
        with logged(engine) as statements:
            replies = await asyncio.gather(*(kept.get() for _ in range(50)))

    assert len(statements) == 1
    assert {reply.content for reply in replies} == {replies[0].content}


async def test_head_is_get_without_a_body(front, goods):
    async with front() as kept:
        full = await kept.get()
        head = await kept.client.head(LIST)
        slow_head = await kept.client.head(LIST, headers=COOKIE)
        missing = await kept.client.head(f"{LIST}/khong-co")

    assert (head.status_code, head.content) == (200, b"")
    assert (head.headers["content-length"], head.headers["etag"]) == (
        full.headers["content-length"],
        full.headers["etag"],
    )
    assert (slow_head.status_code, slow_head.content) == (200, b"")
    assert (missing.status_code, missing.content) == (404, b"")


async def test_gzip_is_for_those_who_take_it(front, goods):
    async with front() as kept:
        packed = await kept.client.send(kept.client.build_request("GET", LIST), stream=True)
        raw = b"".join([part async for part in packed.aiter_raw()])
        plain = await kept.get(accept_encoding="identity, gzip;q=0")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert "content-encoding" not in plain.headers
    assert packed.headers["etag"] != plain.headers["etag"]


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
        with logged(engine) as statements:
            replies = [await kept.client.get(address, headers=headers) for _ in range(2)]

    reads = [statement for statement in statements if "AS page" in statement]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert len(reads) == 2
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


async def test_one_query_written_in_many_ways_is_one_answer(front, goods, engine):
    async with front() as kept:
        with logged(engine) as statements:
            for query in ("stars=4&stars=3&q=com", "q=com&stars=3&stars=4&stars=3", "q=%63om&stars=3&stars=4"):
                assert (await kept.get(f"{LIST}?{query}")).status_code == 200

    assert len(statements) == 1


async def test_refusals_are_never_kept(front, goods, sessions):
    async with front() as kept:
        missing = await kept.get(f"{LIST}/com-moi")
        async with sessions() as session, session.begin():
            await make.product(session, "Cốm mới", slug="com-moi")
        found = await kept.get(f"{LIST}/com-moi")

    assert (missing.status_code, found.status_code) == (404, 200)


async def test_who_writes_reads_past_what_is_kept(front, goods, sessions):
    async with front() as kept:
        await kept.get(f"{LIST}/com-0")
        await reprice(sessions, goods[0], 9000)
        await kept.client.post("/api/v1/carts", json={})
        own = await kept.get(f"{LIST}/com-0")

    assert own.json()["variants"][0]["price"] == 9000


async def test_the_front_can_be_turned_off(front, goods, engine):
    async with front(front_cache_ms=0) as kept:
        with logged(engine) as statements:
            replies = [await kept.get(), await kept.get()]

    assert len(statements) == 2
    assert all("x-front" not in reply.headers for reply in replies)


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
