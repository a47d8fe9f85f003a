"""The front in an outage: what is kept is for everybody, also for who has just tried to buy."""

import asyncio

import httpx
import msgspec

from shop.app import Resources, build_doors, build_litestar
from shop.core.redis import make_redis

LIST = "/api/v1/products"
LONG = 600_000  # ms: nothing runs out while a test looks


async def test_who_has_just_written_gets_the_last_good_answer_while_the_database_is_away(
    goods, engine, sessions, settings
):
    away = asyncio.Event()
    resources = Resources(
        msgspec.structs.replace(settings, front_cache_ms=LONG), engine, sessions, make_redis(settings)
    )
    inner = build_litestar(resources)

    async def serve(scope, receive, send):
        if away.is_set():
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b"{}"})
        else:
            await inner(scope, receive, send)

    resources.freshness.looked(changed=False, seconds_left=1000)
    transport = httpx.ASGITransport(app=build_doors(serve, resources))
    async with httpx.AsyncClient(transport=transport, base_url="https://chomay.test") as client:
        await client.post("/api/v1/carts", json={})
        good = await client.get(LIST)
        away.set()
        refused = await client.post("/api/v1/carts", json={})
        known, unknown = await client.get(LIST), await client.get(f"{LIST}/com-0")
        away.clear()
        back = await client.get(LIST)
    await resources.redis.aclose()

    assert (refused.status_code, unknown.status_code) == (503, 503)
    assert (known.status_code, known.content) == (200, good.content)
    assert "stale" in known.headers["warning"].lower()
    assert (back.status_code, "warning" in back.headers) == (200, False)
