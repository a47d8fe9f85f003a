"""Addresses of a buyer's life with orders: all of them, one without its link, the same again."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.cart.queries import cart_shown
from shop.cart.shown import CartShown
from shop.core.actor import Actor
from shop.core.errors import Unauthenticated
from shop.core.text import Body, Phone
from shop.http.limits import Limit, Limiter, address_of
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.orders.api import CodePath, LimitQuery, TokenHeader
from shop.orders.buy_again import buy_again
from shop.orders.find import find_order
from shop.orders.queries import order_by_id, orders_of, readable_id
from shop.orders.shown import OrderShown

_BY_ADDRESS = Limit("orders.find", burst=20, period=600.0)  # tries to find an order, by address
_BY_CODE = Limit("orders.find.code", burst=10, period=3600.0)  # and by code, wherever they come from

CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]


class OwnOrders(msgspec.Struct, frozen=True):
    """A person's orders, the newest first."""

    items: list[OrderShown]
    next_cursor: str | None


class FindBody(Body):
    """The code of an order and the phone it was placed with, as people write them."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    phone: Phone


class AgainBody(Body):
    """The basket to fill; without one the person's, or a new one."""

    cart: UUID | None = None


class BasketAgain(msgspec.Struct, frozen=True):
    """The basket at today's prices, and the names of what could not go into it."""

    cart: CartShown
    left_out: tuple[str, ...]


async def take_for_find(limiter: Limiter, address: str, code: str) -> None:
    """Count a try to find an order; for the route and for the page's form.

    Raises:
        TooMany: too many from this address, or for this code.
    """
    await limiter.take(_BY_ADDRESS, address)
    await limiter.take(_BY_CODE, "".join(sign for sign in code.upper() if sign.isalnum()))


@get("/api/v1/me/orders", status_code=200, operation_id="listOwnOrders", summary="A person's own orders")
async def own(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> OwnOrders:
    """The newest first."""
    if actor.person_id is None:
        raise Unauthenticated
    after = decode_cursor(cursor, str) if cursor else None
    found = await orders_of(session, actor.person_id, limit + 1, settings.secret_key, after)
    more = len(found) > limit
    return OwnOrders(found[:limit], encode_cursor(found[limit - 1].code) if more else None)


@post("/api/v1/orders/find", status_code=200, operation_id="findOrder", summary="Find an order by code and phone")
async def find(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    data: JSONBody[FindBody],
) -> OrderShown:
    """With its token. A wrong pair is 404 `order_unknown`, whichever of the two is wrong; tries are counted."""
    await take_for_find(limiter, address_of(request), data.code)
    order_id = await find_order(session, data.code, data.phone)
    return await order_by_id(session, order_id, settings.secret_key, with_token=True)


@post("/api/v1/orders/{code:str}/buy-again", status_code=200, operation_id="buyAgain", summary="The same once more")
async def again(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[AgainBody],
    token: TokenHeader = None,
) -> BasketAgain:
    """What is on sale goes into a basket at today's prices; the rest is named. Nothing is ordered yet."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    filled = await buy_again(session, actor, order_id, data.cart)
    return BasketAgain(await cart_shown(session, filled.cart_id), filled.left_out)


routes = [
    Router("/", route_handlers=[own], guards=[require_signed_in], tags=["orders"]),
    Router("/", route_handlers=[find, again], tags=["orders"]),
]
