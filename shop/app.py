"""The HTTP process: routers, the request's transaction, what routes may ask for, and the order of the doors."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler, Scope
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from config.settings import Settings
from shop.accounts.who import Doorkeeper, actor_of, provide_actor
from shop.broadcast import socket_api as picture_sockets
from shop.broadcast.fast_feed import FastFeeds
from shop.broadcast.fast_watch import FastWatch
from shop.broadcast.heed_hook import Hooks
from shop.broadcast.ingest import Ingest
from shop.broadcast.keeping import open_storage
from shop.broadcast.playback import Playback
from shop.broadcast.rtmp_gate import serve_rtmp
from shop.broadcast.stills import Stills
from shop.broadcast.uplink import Uplink
from shop.carriers.connect import Carriers
from shop.catalog.watch import CatalogWatch
from shop.comment_orders.drop import make_drop
from shop.core.db import Sessions, make_engine, make_sessions
from shop.core.redis import make_redis
from shop.http.door import Door
from shop.http.front import Freshness, Front
from shop.http.front_watch import watching
from shop.http.keyed import SESSION, KeyedWrites
from shop.http.limits import Limiter
from shop.http.metrics import Metered, serve_figures
from shop.http.problems import Problems
from shop.http.quick import QuickLitestar, gathered
from shop.http.strict_body import StrictRequest
from shop.livestream.hub import Hub
from shop.livestream.socket import make_doorway
from shop.livestream.wait import make_lines
from shop.orders.drop import make_order_drop
from shop.payments.providers import Providers, open_providers
from shop.payments.stripe_play import playing
from shop.payments.wallets_sandbox.api import serve_wallets_sandbox
from shop.replays.queries import stands_in_place
from shop.routes import PUBLIC_READS, ROUTES
from shop.web.pages.problems import problem_page
from shop.web.pages.visit import provide_visit, provide_visits

API_WORDS = """Amounts are đồng, times UTC, refusals application/problem+json with a stable `code`.

Every write takes the header `Idempotency-Key` (8 to 80 visible ASCII characters; some demand it): the same key with the
same request has one effect and one answer for seven days, repeats are marked `Idempotent-Replayed: true`."""


@dataclass(frozen=True)
class Resources:
    """What one process holds open: made once, given to the routes, closed at the end."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    redis: "Redis"
    drop_engine: AsyncEngine | None = None  # connections of the flushers alone; None: `sessions` serve them too
    freshness: Freshness = field(default_factory=Freshness)

    @property
    def drop_sessions(self) -> Sessions:
        """What the flushers of live orders write through: buyers who wait cannot hold what they need."""
        return self.sessions if self.drop_engine is None else make_sessions(self.drop_engine)

    async def close(self) -> None:
        """Give everything back."""
        await self.redis.aclose()
        await self.engine.dispose()
        if self.drop_engine is not None:
            await self.drop_engine.dispose()


_OPENAPI = OpenAPIConfig(
    title="Chợ Mây", version="1", path="/schema", description=API_WORDS, render_plugins=[JsonRenderPlugin()]
)


class Sockets(Protocol):
    """What opens sockets beside the application: it is called like a protocol class of the server."""

    @property
    def open_protocol(self) -> Callable[..., asyncio.Protocol]:
        """Makes a protocol for one connection whose request asked for a socket."""


@dataclass(frozen=True)
class Program:
    """An application for a server. `drain` ends streams and sockets that would otherwise stay open for ever."""

    app: ASGIApp
    sockets: Sockets
    drain: Callable[[], Awaitable[None]]


def open_resources(settings: Settings) -> Resources:
    """Make the engine and the clients of this process; nothing connects yet."""
    engine = make_engine(settings, settings.database_pool)
    drop_engine = make_engine(settings, 3 * settings.drop_flushers)  # rooms, checkouts and waiting lists
    return Resources(settings, engine, make_sessions(engine), make_redis(settings), drop_engine)


async def request_session(sessions: NamedDependency[Sessions], scope: Scope) -> AsyncIterator[AsyncSession]:
    """One request, one transaction: committed before the reply leaves, rolled back when the route raises.

    A write with an idempotency key goes on in the transaction that has claimed the key.
    """
    keyed = scope["state"].get(SESSION)
    if keyed is not None:
        yield keyed
        return
    async with sessions() as session, session.begin():
        yield session


async def whose_key(request: Request[Any, Any, Any]) -> str:
    """Keys are compared among the writes of one person; those of guests among themselves (the body must match)."""
    actor = await actor_of(request)
    return "guest" if actor.person_id is None else f"person:{actor.person_id}"


def build_litestar(resources: Resources) -> Litestar:
    """The framework's application over `resources`, without the doors in front of it."""
    limiter = Limiter(resources.settings, resources.redis)
    vendors = _open_vendors(resources)
    drop = make_drop(resources.settings, resources.drop_sessions)
    checkouts = make_order_drop(resources.settings, resources.drop_sessions)
    lines = make_lines(resources.settings, resources.drop_sessions)
    hub = Hub(resources.sessions, resources.redis, away_after=resources.settings.host_away_seconds)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with _beside(app, resources):
            yield
        for one in (hub, drop, checkouts, lines, *vendors.values(), resources):
            await one.close()

    mine = {"limiter": limiter, "hub": hub, "drop": drop, "checkouts": checkouts, "lines": lines}
    held = {**mine, **open_video(resources), **vendors}
    given = {"settings": resources.settings, "sessions": resources.sessions, "redis": resources.redis, **held}
    kept = {"doorkeeper": Doorkeeper(resources.settings, resources.sessions), "secret": resources.settings.secret_key}
    return QuickLitestar(
        route_handlers=gathered(_routes(resources.settings)),
        dependencies={
            **{name: _provide(one) for name, one in given.items()},
            "session": Provide(request_session),
            "actor": Provide(provide_actor),
            "visit": Provide(provide_visit),
            "visits": Provide(provide_visits),
        },
        exception_handlers=Problems(resources.settings.base_url, problem_page).handlers,
        state=State({**held, **kept}),
        lifespan=[lifespan],
        openapi_config=_OPENAPI,
        middleware=[KeyedWrites(resources.sessions, whose_key)],
        request_class=StrictRequest,
        request_max_body_size=1_000_000,
        multipart_form_part_limit=2_000,  # two hundred variants of a listing have more fields than the usual thousand
        logging_config=None,
    )


def _routes(settings: Settings) -> list[ControllerRouterHandler]:
    """Every address of this process."""
    sockets = [] if settings.video_apart else picture_sockets.routes
    return [*ROUTES, *sockets, *serve_wallets_sandbox(settings)]


def _open_vendors(resources: Resources) -> dict[str, Carriers | Providers]:
    """The other companies this process speaks to."""
    providers = open_providers(resources.settings, resources.sessions)
    return {"carriers": Carriers(resources.settings), "providers": providers}


def open_video(resources: Resources) -> dict[str, object]:
    """What takes pictures in, and what gives them out: for the routes that ask for it."""
    storage = open_storage(resources.settings)
    secret = resources.settings.secret_key
    playback = Playback(resources.sessions, storage, resources.redis, secret, left=stands_in_place)
    return {
        "ingest": Ingest(resources.sessions, storage, resources.redis),
        "playback": playback,
        "stills": Stills(resources.sessions, storage),
        "uplink": Uplink(resources.sessions),
        "fast": FastWatch(playback, FastFeeds(resources.redis)),
        "hooks": Hooks(resources.sessions, storage, resources.settings.secret_key),
    }


@asynccontextmanager
async def _beside(app: Litestar, resources: Resources) -> AsyncIterator[None]:
    """What a process does beside its requests."""
    watch = CatalogWatch(resources.sessions).look
    here = nullcontext() if resources.settings.video_apart else publishers(resources)
    played = playing(resources.settings, resources.sessions, app)
    async with watching(resources.freshness, watch, resources.redis), played, here:
        yield


def publishers(resources: Resources) -> AbstractAsyncContextManager[None]:
    """The port of OBS and phone apps meanwhile."""
    return serve_rtmp(resources.settings, resources.sessions, open_storage(resources.settings), resources.redis)


def _provide(one: object) -> Provide:
    """Give routes that ask for it what the process holds."""
    return Provide(lambda: one, sync_to_thread=False)


def create_program(settings: Settings) -> Program:
    """The application, and what its server does before it waits for open connections."""
    return make_program(open_resources(settings))


def make_program(resources: Resources) -> Program:
    """The same over what is open already; the application's life span closes it."""
    litestar = build_litestar(resources)
    app = build_doors(litestar, resources)
    if resources.settings.metrics_port:
        serve_figures(resources.settings.metrics_port)
        app = Metered(app)
    hub: Hub = litestar.state.hub
    return Program(app, make_doorway(resources.settings, hub, normal=WebSocketsSansIOProtocol), hub.close)


def build_doors(app: ASGIApp, resources: Resources) -> ASGIApp:
    """What stands before the framework, outermost first: cached reads, then request id, headers, hosts, forms."""
    door = Door(app, resources.settings, Problems(resources.settings.base_url, problem_page))
    return Front(door, resources.settings, PUBLIC_READS, resources.freshness)
