"""One visit of a page: who asks, in which language, with what in the frame, over which connections."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor, Role
from shop.core.db import Sessions
from shop.core.i18n import Locale
from shop.http.limits import Limiter
from shop.http.locale import locale_of
from shop.livestream.drop import RoomDrop
from shop.livestream.hub import Hub
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
    """Put a visit together; the frame costs one statement."""
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
    return Visit(request, session, sessions, actor, locale, site, settings, limiter, hub, drop)


def _person(actor: Actor, facts: FrameFacts) -> Person:
    officer = bool(actor.roles & {Role.OFFICER, Role.ADMIN})
    return Person(name=actor.name, staff=facts.staff, host=facts.host, producer=facts.producer, officer=officer)


def cart_in(request: Request[Any, Any, Any]) -> UUID | None:
    """The basket a browser holds, by its cookie."""
    try:
        return UUID(request.cookies.get(CART_COOKIE, ""))
    except ValueError:
        return None
