"""Publishers and the fast mode as a tier of their own: their sockets, the RTMP port, and nothing else of the shop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from config.settings import Settings
from shop.app import Program, Resources, build_doors, open_resources, open_video, publishers
from shop.broadcast import socket_api
from shop.http import health
from shop.http.limits import Limiter
from shop.http.problems import Problems


class _Talking:
    """Sockets that are spoken to alone."""

    def __init__(self) -> None:
        self.open_protocol: Callable[..., asyncio.Protocol] = WebSocketsSansIOProtocol


def create_program(settings: Settings) -> Program:
    """What `shop video` serves while `SHOP_VIDEO_APART` keeps the web process from it."""
    resources = open_resources(settings)
    return Program(build_doors(_build(resources), resources), _Talking(), _drain)


async def _drain() -> None:
    """The server itself ends the sockets, and waits until what they brought is kept."""


def _build(resources: Resources) -> Litestar:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with publishers(resources):
            yield
        await resources.close()

    held = {"sessions": resources.sessions, "redis": resources.redis, "settings": resources.settings}
    given = {**held, **open_video(resources)}
    return Litestar(
        route_handlers=[*socket_api.routes, *health.routes],
        dependencies={name: _provide(one) for name, one in given.items()},
        exception_handlers=Problems(resources.settings.base_url).handlers,
        state=State({"limiter": Limiter(resources.settings, resources.redis)}),
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None,
    )


def _provide(one: object) -> Provide:
    return Provide(lambda: one, sync_to_thread=False)
