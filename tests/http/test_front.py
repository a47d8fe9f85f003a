"""The front: what it keeps, what it never keeps, and when it forgets."""

import asyncio
import gzip

from shop.catalog.queries import offers
from shop.catalog.set_price import set_price
from shop.core.money import Dong
from tests.make import catalog as make
from tests.statements import logged

LIST = "/api/v1/products"
COOKIE = {"cookie": "__Host-chomay=somebody"}
LONG = 600_000  # ms: nothing runs out while a test looks


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


async def test_one_query_written_in_many_ways_is_one_answer(front, goods, engine):
    async with front() as kept:
        with logged(engine) as statements:
            for query in ("stars=4&stars=3&q=com", "q=com&stars=3&stars=4&stars=3", "q=%63om&stars=3&stars=4"):
                assert (await kept.get(f"{LIST}?{query}")).status_code == 200

    assert sum("AS page" in statement for statement in statements) == 1


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
