"""One visit of a page: who asks, in which language, with what in the frame, over which connections."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor, Role
from shop.core.db import Sessions, short
from shop.core.i18n import Locale
from shop.http.limits import Limiter
from shop.http.locale import locale_of
from shop.livestream.drop import RoomDrop
from shop.livestream.hub import Hub
from shop.web.office_queries import Waiting, office_waiting
from shop.web.queries import FrameFacts, frame_facts
from shop.web.views import Person, Site

CART_COOKIE = "__Host-cart"
CART_DAYS = 30


@dataclass(frozen=True)
class Visit:
    """What page routes work with. `session` is the request's transaction; `site` the frame of the page."""

    request: Request[Any, Any, Any]
    session: AsyncSession
    sessions: Sessions
    actor: Actor
    locale: Locale
    site: Site
    settings: Settings
    limiter: Limiter
    hub: Hub
    drop: RoomDrop
    waiting: Waiting | None = None  # what waits for the office: on its own pages alone

    def over(self, session: AsyncSession) -> "Visit":
        """The same visit in another transaction: for acts that commit before the page is written."""
        return replace(self, session=session)

    @property
    def cart_id(self) -> UUID | None:
        """The basket this browser holds, by its cookie."""
        return cart_in(self.request)


async def provide_visit(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    sessions: NamedDependency[Sessions],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    hub: NamedDependency[Hub],
    drop: NamedDependency[RoomDrop],
) -> Visit:
    """Put a visit together; the frame costs one statement, on the office's pages two."""
    facts = await frame_facts(session, cart_in(request), actor.person_id)
    path = request.url.path
    locale = locale_of(request.scope)
    site = Site(
        path=(path.removeprefix("/en") or "/") if locale == "en" else path,
        query=request.url.query,
        base_url=settings.base_url,
        sample=facts.sample,
        cart_count=facts.cart_count,
        person=_person(actor, facts) if actor.signed_in else None,
        market_path=f"/cho-dem/{facts.market_slug}" if facts.market_slug else "/cho-dem",
    )
    waiting = None
    if site.person is not None and site.person.officer and f"{site.path}/".startswith("/van-phong/"):
        waiting = await office_waiting(session)
    return Visit(request, session, sessions, actor, locale, site, settings, limiter, hub, drop, waiting)


class Visits:
    """Visits of one request over transactions of the route's own: where another company is asked between two."""

    def __init__(self, sessions: Sessions, open_over: Callable[..., Awaitable[Visit]]) -> None:
        self._sessions = sessions
        self._open_over = open_over

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Visit]:
        """A visit over a short transaction, which ends with the block."""
        async with short(self._sessions) as session:
            yield await self._open_over(session=session)


async def provide_visits(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    hub: NamedDependency[Hub],
    drop: NamedDependency[RoomDrop],
) -> Visits:
    """What `provide_visit` needs but a transaction."""
    return Visits(
        sessions,
        partial(
            provide_visit,
            request=request,
            sessions=sessions,
            actor=actor,
            settings=settings,
            limiter=limiter,
            hub=hub,
            drop=drop,
        ),
    )


def _person(actor: Actor, facts: FrameFacts) -> Person:
    officer = bool(actor.roles & {Role.OFFICER, Role.ADMIN})
    return Person(name=actor.name, staff=facts.staff, host=facts.host, producer=facts.producer, officer=officer)


def cart_in(request: Request[Any, Any, Any]) -> UUID | None:
    """The basket a browser holds, by its cookie."""
    try:
        return UUID(request.cookies.get(CART_COOKIE, ""))
    except ValueError:
        return None
