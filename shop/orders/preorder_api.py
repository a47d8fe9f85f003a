"""Addresses of pre-orders: place one, and receive the harvest they wait for."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.cart.rules import MAX_PIECES
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.core.money import Dong
from shop.core.text import Body, DongAmount
from shop.delivery.choose import DeliveryWish
from shop.http.limits import Limiter, address_of
from shop.http.locale import locale_of
from shop.orders.api import take_for_order
from shop.orders.harvest import Harvested, receive_harvest
from shop.orders.place_preorder import place_preorder
from shop.orders.shown import OrderShown
from shop.orders.terms import order_terms
from shop.orders.wish import Contact, PlaceOrder, WishedLine
from shop.payments.models import PaymentMethod
from shop.preorders.rules import MOST_PIECES

KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]


class PreorderBody(Body, kw_only=True):
    """An order for one variant ahead of its harvest; `expected_total` is the sum the buyer saw, in đồng."""

    variant: UUID
    quantity: Annotated[int, Meta(ge=1, le=MAX_PIECES)]
    contact: Contact
    delivery: DeliveryWish
    payment: PaymentMethod = PaymentMethod.COD
    expected_total: DongAmount
    age_confirmed: bool = False


class HarvestBody(Body):
    """How many pieces came."""

    pieces: Annotated[int, Meta(ge=1, le=MOST_PIECES)]


@post("/preorders", status_code=201, operation_id="placePreorder", summary="Order ahead of a harvest")
async def place(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    data: JSONBody[PreorderBody],
    key: KeyHeader,
) -> Response[OrderShown]:
    """Its pieces are the buyer's at once; its goods follow. The same key with the same body gives the same order."""
    await take_for_order(limiter, actor, address_of(request), data.contact.phone)
    wished = PlaceOrder(
        lines=(WishedLine(variant=data.variant, quantity=data.quantity),),
        contact=data.contact,
        delivery=data.delivery,
        payment=data.payment,
        expected_total=Dong(data.expected_total),
        locale=locale_of(request.scope),
        age_confirmed=data.age_confirmed,
    )
    async with short(sessions) as session:
        placed = await place_preorder(session, wished, actor, key, order_terms(settings))
    headers = {"Idempotent-Replayed": "true"} if placed.replayed else {}
    return Response(placed.order, status_code=201, headers=headers)


@post(
    "/preorder-windows/{window_id:uuid}/harvest",
    status_code=200,
    guards=[require_signed_in],
    operation_id="receiveHarvest",
    summary="A harvest that was ordered ahead arrived",
)
async def harvest(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    window_id: FromPath[UUID],
    data: JSONBody[HarvestBody],
) -> Harvested:
    """For the staff of its place, and editors whose own store it is. Pre-orders get theirs before the rest is on sale.

    Each call is a delivery of goods: send an `Idempotency-Key`.
    """
    return await receive_harvest(session, actor, window_id, data.pieces)


routes = [Router("/api/v1", route_handlers=[place, harvest], tags=["preorders"])]
