"""The frame of every page: where it is, who looks, what is in the basket."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.i18n import Locale
from shop.http.locale import locale_of
from shop.web.queries import frame_facts
from shop.web.views import Person, Site

CART_COOKIE = "__Host-cart"
CART_DAYS = 30


def cart_in(request: Request[Any, Any, Any]) -> UUID | None:
    """The basket this browser holds, by its cookie."""
    try:
        return UUID(request.cookies.get(CART_COOKIE, ""))
    except ValueError:
        return None


async def provide_site(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> Site:
    """The frame of the page that is being asked for."""
    facts = await frame_facts(session, cart_in(request), actor.person_id)
    path = request.url.path
    locale: Locale = locale_of(request.scope)
    return Site(
        path=(path.removeprefix("/en") or "/") if locale == "en" else path,
        query=request.url.query,
        base_url=settings.base_url,
        sample=facts.sample,
        cart_count=facts.cart_count,
        person=Person(name=actor.name, staff=facts.staff, host=facts.host) if actor.signed_in else None,
        market_path=f"/cho-dem/{facts.market_slug}" if facts.market_slug else "/cho-dem",
    )
