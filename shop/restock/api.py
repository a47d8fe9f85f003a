"""Addresses of wishes to be told."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.text import Body, Email
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.restock.ask import ask_restock
from shop.restock.stop import stop_restock

ASKERS = Limit("restock", 20, 3600)  # wishes of one buyer
_ADDRESSES = Limit("restock.email", 10, 3600)  # and for one address, whoever writes it


class WishBody(Body, kw_only=True):
    """The variant to wait for; a guest says where to write to."""

    variant: UUID
    email: Email | None = None


class StopBody(Body):
    """The token out of the mail; not needed for whoever is signed in."""

    token: Annotated[str, Meta(max_length=100)] = ""


class WishOut(msgspec.Struct, frozen=True):
    """An open wish."""

    id: UUID
    variant: UUID


async def take_for_wish(limiter: Limiter, actor: Actor, address: str, email: str) -> None:
    """Count a wish against its asker and the address it names; for the route and for the page's form.

    Raises:
        TooMany: too many of them already.
    """
    await take_for_buyer(limiter, ASKERS, actor, address)
    if email and not actor.signed_in:
        await limiter.take(_ADDRESSES, email.strip().lower())


@post("/", status_code=201, operation_id="askRestock", summary="Tell me when it is back")
async def ask(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    data: JSONBody[WishBody],
) -> WishOut:
    """One notice, once; 409 `in_stock` when it can be had now. Safe to repeat."""
    await take_for_wish(limiter, actor, address_of(request), data.email or "")
    wish = await ask_restock(session, actor, data.variant, data.email or "", locale_of(request.scope))
    return WishOut(wish.id, wish.variant_id)


@post("/{wish_id:uuid}/stop", status_code=204, operation_id="stopRestock", summary="Do not tell me any more")
async def stop(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    wish_id: FromPath[UUID],
    data: JSONBody[StopBody],
) -> None:
    """Ends all open wishes of the same reader. Safe to repeat."""
    await stop_restock(session, actor, wish_id, data.token, settings.secret_key)


routes = [Router("/api/v1/restock-wishes", route_handlers=[ask, stop], tags=["restock"])]
