"""The HTTP process: routers, the request's transaction, what routes may ask for, and the order of the doors."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler, Scope
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from config.settings import Settings
from shop.accounts import api as accounts
from shop.accounts import code_api as sign_in_codes
from shop.accounts.who import Doorkeeper, actor_of, provide_actor
from shop.audits import api as audits
from shop.bank import api as bank
from shop.batches import api as batches
from shop.carriers import api as carriers
from shop.carriers.connect import Carriers
from shop.cart import api as cart
from shop.catalog import api as catalog
from shop.catalog import synonym_api as synonyms
from shop.catalog.watch import CatalogWatch
from shop.certification import api as certification
from shop.certification import officer_api as certification_officers
from shop.certification import register_api as register
from shop.contracts import api as contracts
from shop.core.db import Sessions, make_engine, make_sessions
from shop.core.redis import make_redis
from shop.counter import api as counter
from shop.delivery import api as delivery
from shop.dispatch import api as dispatch
from shop.fulfilment import api as fulfilment
from shop.fulfilment import cash_api
from shop.http import health
from shop.http.door import Door
from shop.http.front import Freshness, Front
from shop.http.front_watch import watching
from shop.http.keyed import SESSION, KeyedWrites
from shop.http.limits import Limiter
from shop.http.metrics import Metered, serve_figures
from shop.http.problems import Problems
from shop.http.strict_body import StrictRequest
from shop.inventory import api as inventory
from shop.invoices import api as invoices
from shop.listings import api as listings
from shop.listings import edit_api as listing_edits
from shop.listings import import_api as listing_imports
from shop.livestream import api as livestream
from shop.livestream import talk_api as talk
from shop.livestream import word_api as room_words
from shop.livestream import watch_api as rooms
from shop.livestream.drop import make_drop
from shop.livestream.hub import Hub
from shop.livestream.socket import make_doorway
from shop.notifications import api as notifications
from shop.offline import api as offline
from shop.orders import api as orders
from shop.orders import buyer_api as buyers
from shop.orders import pay_api as order_payments
from shop.orders import preorder_api as preorder_orders
from shop.orders.drop import make_order_drop
from shop.payments import stripe_api
from shop.payments import wallet_api as wallets
from shop.payments.providers import Providers, open_providers
from shop.payments.stripe_play import playing
from shop.payments.wallets_sandbox.api import serve_wallets_sandbox
from shop.payouts import api as payouts
from shop.places import api as places
from shop.preorders import api as preorders
from shop.producers import api as producers
from shop.promotions import api as promotions
from shop.questions import api as questions
from shop.refunds import api as refunds
from shop.regions import api as regions
from shop.remittance import api as remittance
from shop.restock import api as restock
from shop.returns import api as returns
from shop.returns import staff_api as staff_returns
from shop.reviews import api as reviews
from shop.settlement import api as settlement
from shop.rooms.protocol import Doorway
from shop.stockroom import api as stockroom
from shop.stockroom import keep_api as stock_keeping
from shop.training import api as training
from shop.training import office_api as training_office
from shop.web import routes as web
from shop.web.pages.problems import problem_page
from shop.web.pages.visit import provide_visit, provide_visits

ROUTES: list[ControllerRouterHandler] = [
    *accounts.routes,
    *sign_in_codes.routes,
    *regions.routes,
    *producers.routes,
    *certification.routes,
    *certification_officers.routes,
    *register.routes,
    *places.routes,
    *training.routes,
    *training_office.routes,
    *catalog.routes,
    *synonyms.routes,
    *batches.routes,
    *inventory.routes,
    *stockroom.routes,
    *stock_keeping.routes,
    *audits.routes,
    *promotions.routes,
    *cart.routes,
    *carriers.routes,
    *bank.routes,
    *stripe_api.routes,
    *delivery.routes,
    *orders.routes,
    *dispatch.routes,
    *fulfilment.routes,
    *cash_api.routes,
    *contracts.routes,
    *invoices.routes,
    *settlement.routes,
    *counter.routes,
    *offline.routes,
    *buyers.routes,
    *order_payments.routes,
    *preorders.routes,
    *preorder_orders.routes,
    *wallets.routes,
    *refunds.routes,
    *remittance.routes,
    *returns.routes,
    *staff_returns.routes,
    *payouts.routes,
    *reviews.routes,
    *questions.routes,
    *restock.routes,
    *listings.routes,
    *listing_edits.routes,
    *listing_imports.routes,
    *livestream.routes,
    *talk.routes,
    *room_words.routes,
    *rooms.routes,
    *notifications.routes,
    *health.routes,
    *web.routes,
]

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


@dataclass(frozen=True)
class Program:
    """An application for a server. `drain` ends streams and sockets that would otherwise stay open for ever."""

    app: ASGIApp
    sockets: Doorway
    drain: Callable[[], Awaitable[None]]


def open_resources(settings: Settings) -> Resources:
    """Make the engine and the clients of this process; nothing connects yet."""
    engine = make_engine(settings, settings.database_pool)
    drop_engine = make_engine(settings, 2 * settings.drop_flushers)  # rooms and checkouts
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
    hub = Hub(resources.sessions, resources.redis, away_after=resources.settings.host_away_seconds)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with _beside(app, resources):
            yield
        for one in (hub, drop, checkouts, *vendors.values(), resources):
            await one.close()

    held = {"limiter": limiter, "hub": hub, "drop": drop, "checkouts": checkouts, **vendors}
    given = {"settings": resources.settings, "sessions": resources.sessions, "redis": resources.redis, **held}
    return Litestar(
        route_handlers=[*ROUTES, *serve_wallets_sandbox(resources.settings)],
        dependencies={
            **{name: _provide(one) for name, one in given.items()},
            "session": Provide(request_session),
            "actor": Provide(provide_actor),
            "visit": Provide(provide_visit),
            "visits": Provide(provide_visits),
        },
        exception_handlers=Problems(resources.settings.base_url, problem_page).handlers,
        state=State({**held, "doorkeeper": Doorkeeper(resources.settings, resources.sessions)}),
        lifespan=[lifespan],
        openapi_config=_OPENAPI,
        middleware=[KeyedWrites(resources.sessions, whose_key)],
        request_class=StrictRequest,
        request_max_body_size=1_000_000,
        multipart_form_part_limit=2_000,  # two hundred variants of a listing have more fields than the usual thousand
        logging_config=None,
    )


def _open_vendors(resources: Resources) -> dict[str, Carriers | Providers]:
    """The other companies this process speaks to."""
    providers = open_providers(resources.settings, resources.sessions)
    return {"carriers": Carriers(resources.settings), "providers": providers}


@asynccontextmanager
async def _beside(app: Litestar, resources: Resources) -> AsyncIterator[None]:
    """What a process does beside its requests."""
    watch = CatalogWatch(resources.sessions).look
    played = playing(resources.settings, resources.sessions, app)
    async with watching(resources.freshness, watch, resources.redis), played:
        yield


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
    return Program(app, make_doorway(resources.settings, hub), hub.close)


def build_doors(app: ASGIApp, resources: Resources) -> ASGIApp:
    """What stands before the framework, outermost first: cached reads, then request id, headers, hosts, forms."""
    door = Door(app, resources.settings, Problems(resources.settings.base_url, problem_page))
    reads = (
        *catalog.PUBLIC_READS,
        *regions.PUBLIC_READS,
        *register.PUBLIC_READS,
        *rooms.PUBLIC_READS,
        *web.PUBLIC_READS,
    )
    return Front(door, resources.settings, reads, resources.freshness)
