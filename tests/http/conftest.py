"""A shop behind a front that keeps answers, for the tests of the front."""

import contextlib

import httpx
import msgspec
import pytest

from shop.app import Resources, build_doors, build_litestar
from shop.catalog.watch import CatalogWatch
from shop.core.db import make_sessions
from shop.core.redis import make_redis
from shop.http.front_watch import look_once
from tests.make import catalog as make

LIST = "/api/v1/products"
LONG = 600_000  # ms: nothing runs out while a test looks


class Kept:
    """A client before a shop whose front keeps answers, and the look that freshens it."""

    def __init__(self, client, resources, app):
        self.client, self.resources, self._app = client, resources, app
        self._watch = CatalogWatch(resources.sessions)

    async def look(self):
        await look_once(self.resources.freshness, self._watch.look)

    def stranger(self):
        """Another client at another address: what the first one writes does not make it read past what is kept."""
        transport = httpx.ASGITransport(app=self._app, client=("198.51.100.7", 4711))
        return httpx.AsyncClient(transport=transport, base_url="https://chomay.test")

    async def get(self, address=LIST, **headers):
        return await self.client.get(
            address, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


@pytest.fixture(scope="session")
async def behind(engine, settings):
    """What stands behind all fronts, built once: it knows nothing of what a front keeps."""
    resources = Resources(settings, engine, make_sessions(engine), make_redis(settings))
    litestar = build_litestar(resources)
    yield litestar
    for one in (litestar.state.drop, litestar.state.checkouts, litestar.state.providers):
        await one.close()
    await resources.redis.aclose()


@pytest.fixture
def front(engine, sessions, settings, behind):
    """`async with front() as kept`: a shop with a new front, looked at once; `front_…` settings may be changed."""

    @contextlib.asynccontextmanager
    async def make_front(**changes):
        assert all(name.startswith("front_") for name in changes), "what stands behind would not know of it"
        changed = msgspec.structs.replace(settings, **{"front_cache_ms": LONG} | changes)
        resources = Resources(changed, engine, sessions, make_redis(changed))
        app = build_doors(behind, resources)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://chomay.test") as client:
            kept = Kept(client, resources, app)
            await kept.look()
            yield kept
        await resources.redis.aclose()

    return make_front


@pytest.fixture
async def goods(sessions):
    """Twenty products on sale; the first has the address `com-0`."""
    async with sessions() as session, session.begin():
        return [await make.product(session, f"Cốm {number}", slug=f"com-{number}", price=1000) for number in range(20)]
