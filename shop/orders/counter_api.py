"""Addresses of orders: for the staff of a point."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.db import Sessions, short
from shop.core.text import Body, Line
from shop.orders.errors import WrongPickupCode
from shop.orders.hand_over import hand_over
from shop.orders.models import OrderStatus
from shop.orders.pack import pack_order
from shop.orders.queries import order_at_counter, orders_at
from shop.orders.refuse import refuse_order
from shop.orders.ship import deliver_order, ship_order
from shop.orders.shown import OrderShown
from shop.orders.terms import order_terms
from shop.places.errors import PlaceUnknown
from shop.places.guards import require_staff
from shop.places.queries import place_by_slug

_TO_DO = (OrderStatus.CONFIRMED, OrderStatus.PACKED)
_STAFF = [require_role(Role.STAFF, Role.ADMIN)]

StatusQuery = Annotated[list[OrderStatus] | None, QueryParameter(name="status", max_items=9)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]


class OrderList(msgspec.Struct, frozen=True):
    """Orders of a point, the oldest first."""

    items: list[OrderShown]


class PickupBody(Body):
    """What the buyer said."""

    pickup_code: Annotated[str, Meta(min_length=6, max_length=6, pattern=r"^[0-9]{6}$")]


class RefusalBody(Body):
    """Why the buyer did not take it."""

    reason: Line = ""


@get(
    "/sales-points/{slug:str}/orders",
    status_code=200,
    operation_id="listOrdersOfPoint",
    summary="What a point has to pack and to hand over",
)
async def list_of_point(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    statuses: StatusQuery = None,
    limit: LimitQuery = 50,
) -> OrderList:
    """Confirmed and packed orders unless `status` says otherwise. Pickup codes stay with the buyers."""
    place = await place_by_slug(session, slug)
    if place is None:
        raise PlaceUnknown
    await require_staff(session, actor, place.id)
    return OrderList(await orders_at(session, place.id, statuses or _TO_DO, limit))


@post("/orders/{code:str}/pack", status_code=200, operation_id="packOrder", summary="An order is packed")
async def pack(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: FromPath[str]
) -> OrderShown:
    """The buyer cannot cancel from now on. Safe to repeat."""
    order = await pack_order(session, actor, code)
    return await _shown(session, order.id)


@post("/orders/{code:str}/hand-over", status_code=200, operation_id="handOver", summary="Hand an order over")
async def give(
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    data: JSONBody[PickupBody],
) -> OrderShown:
    """With the buyer's six digits. Wrong ones are counted and committed before the refusal is said."""
    async with short(sessions) as session:
        attempt = await hand_over(session, actor, code, data.pickup_code, order_terms(settings))
    if not attempt.handed_over:
        raise WrongPickupCode(field="pickup_code", extra={"tries_left": attempt.tries_left})
    async with short(sessions) as session:
        return await _shown(session, attempt.order_id)


@post("/orders/{code:str}/ship", status_code=200, operation_id="shipOrder", summary="An order leaves")
async def ship(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: FromPath[str]
) -> OrderShown:
    """The courier has it. Safe to repeat."""
    order = await ship_order(session, actor, code)
    return await _shown(session, order.id)


@post("/orders/{code:str}/deliver", status_code=200, operation_id="deliverOrder", summary="An order arrived")
async def deliver(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: FromPath[str]
) -> OrderShown:
    """Brought and paid. Safe to repeat."""
    order = await deliver_order(session, actor, code)
    return await _shown(session, order.id)


@post("/orders/{code:str}/refuse", status_code=200, operation_id="refuseOrder", summary="An order was not taken")
async def refuse(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: FromPath[str],
    data: JSONBody[RefusalBody],
) -> OrderShown:
    """Nobody came for it, or the door stayed shut; its stock is on sale again. Safe to repeat."""
    order = await refuse_order(session, actor, code, data.reason)
    return await _shown(session, order.id)


async def _shown(session: AsyncSession, order_id: UUID) -> OrderShown:
    await session.flush()  # the answer is read from the rows
    return await order_at_counter(session, order_id)


routes = [
    Router(
        "/api/v1",
        route_handlers=[list_of_point, pack, give, ship, deliver, refuse],
        guards=_STAFF,
        tags=["orders"],
    )
]
