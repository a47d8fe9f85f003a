"""The rooms as a tier of their own: sockets, events, snapshots and tokens, and nothing else of the shop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp

from config.settings import Settings
from shop.accounts.who import Doorkeeper, provide_actor
from shop.app import Program, Resources, build_doors, open_resources, request_session
from shop.catalog.watch import CatalogWatch
from shop.http import health
from shop.http.front_watch import watching
from shop.http.limits import Limiter
from shop.http.metrics import Metered, serve_figures
from shop.http.problems import Problems
from shop.livestream import watch_api
from shop.livestream.hub import Hub
from shop.livestream.socket import make_doorway


def create_program(settings: Settings) -> Program:
    """What `shop rooms` serves: the same sockets and streams as the web process, read from the same database."""
    resources = open_resources(settings)
    hub = Hub(resources.sessions, resources.redis, away_after=settings.host_away_seconds)
    app: ASGIApp = build_doors(_build(resources, hub), resources)
    if settings.metrics_port:
        serve_figures(settings.metrics_port)
        app = Metered(app)
    return Program(app, make_doorway(settings, hub), hub.close)


def _build(resources: Resources, hub: Hub) -> Litestar:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with watching(resources.freshness, CatalogWatch(resources.sessions).look, resources.redis):
            yield
        await hub.close()
        await resources.close()

    held = {
        "settings": resources.settings,
        "sessions": resources.sessions,
        "redis": resources.redis,
        "hub": hub,
    }
    return Litestar(
        route_handlers=[*watch_api.routes, *health.routes],
        dependencies={
            **{name: _provide(one) for name, one in held.items()},
            "session": Provide(request_session),
            "actor": Provide(provide_actor),
        },
        exception_handlers=Problems(resources.settings.base_url).handlers,
        state=State(
            {
                "limiter": Limiter(resources.settings, resources.redis),
                "hub": hub,
                "doorkeeper": Doorkeeper(resources.settings, resources.sessions),
            }
        ),
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
    )


def _provide(one: object) -> Provide:
    return Provide(lambda: one, sync_to_thread=False)
