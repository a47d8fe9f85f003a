"""Addresses of orders: for buyers, and for the staff of a point."""

from collections.abc import Collection
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.accounts.phone import read_phone
from shop.cart.api import LineBody, VoucherCode, take_for_vouchers
from shop.cart.rules import MAX_LINES
from shop.core.actor import Actor, Role
from shop.core.db import Sessions, short
from shop.core.money import Dong
from shop.core.text import Body, DongAmount
from shop.delivery.choose import DeliveryWish
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.orders.cancel import cancel_order
from shop.orders.drop import OrderDrop, goes_along, order_ask
from shop.orders.extras import Extras
from shop.orders.models import OrderStatus
from shop.orders.place import place_order
from shop.orders.queries import order_by_id, order_for_reader, orders_at, readable_id
from shop.orders.shown import OrderShown
from shop.orders.terms import order_terms
from shop.orders.wish import Contact, PlaceOrder, WishedLine
from shop.payments.models import PaymentMethod
from shop.places.errors import PlaceUnknown
from shop.places.guards import require_staff
from shop.places.queries import place_by_slug
from shop.promotions.rules import MOST_CODES

_BUYERS = Limit("orders", 240, 60)
_ADDRESSES = Limit("orders.address", 600, 60)  # many accounts behind one address; a whole phone network may share it
_PHONES = Limit("orders.phone", 60, 600)
_TO_DO = (OrderStatus.CONFIRMED, OrderStatus.PACKED)
_STAFF = [require_role(Role.STAFF, Role.ADMIN)]

KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
TokenHeader = Annotated[str | None, HeaderParameter(name="X-Order-Token", max_length=100)]
StatusQuery = Annotated[list[OrderStatus] | None, QueryParameter(name="status", max_items=9)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]


class OrderBody(Body, kw_only=True):
    """An order for a basket or for lines; `expected_total` is the sum the buyer saw, in đồng.

    `vouchers` are codes as they were typed, one of each kind at most. `age_confirmed` is needed where a line says
    `min_age`: the buyer has said to be that old. `extras` may say a gift, an invoice, a half day for fresh food.
    """

    cart: UUID | None = None
    lines: Annotated[list[LineBody], Meta(min_length=1, max_length=MAX_LINES)] | None = None
    contact: Contact
    delivery: DeliveryWish
    payment: PaymentMethod = PaymentMethod.COD
    expected_total: DongAmount
    age_confirmed: bool = False
    vouchers: Annotated[list[VoucherCode], Meta(max_length=MOST_CODES)] = msgspec.field(default_factory=list)
    extras: Extras | None = None


async def take_for_order(
    limiter: Limiter, actor: Actor, address: str, phone: str, vouchers: Collection[str] = ()
) -> None:
    """Count an order against its buyer, its address and its phone; for the route and for the page's form.

    Codes of vouchers it names are counted too.

    Raises:
        TooMany: too many of them already.
    """
    await take_for_buyer(limiter, _BUYERS, actor, address)
    if actor.signed_in:  # a guest's address is the buyer
        await limiter.take(_ADDRESSES, address)
    await limiter.take(_PHONES, read_phone(phone) or phone)
    await take_for_vouchers(limiter, actor, address, vouchers)


@post("/", status_code=201, operation_id="placeOrder", summary="Place an order")
async def place(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    checkouts: NamedDependency[OrderDrop],
    actor: NamedDependency[Actor],
    data: JSONBody[OrderBody],
    key: KeyHeader,
) -> Response[OrderShown]:
    """Stock is held at once. The same key with the same body gives the same order, whatever happened between.

    202 `outcome_unknown` says that it is not known yet: ask again with the same key.
    """
    await take_for_order(limiter, actor, address_of(request), data.contact.phone, data.vouchers)
    wished = PlaceOrder(
        cart=data.cart,
        lines=tuple(
            WishedLine(variant=line.variant, quantity=line.quantity, sales_point=line.sales_point)
            for line in data.lines or ()
        ),
        contact=data.contact,
        delivery=data.delivery,
        payment=data.payment,
        expected_total=Dong(data.expected_total),
        locale=locale_of(request.scope),
        age_confirmed=data.age_confirmed,
        vouchers=tuple(data.vouchers),
        extras=data.extras,
    )
    if goes_along(wished):
        placed = await checkouts.submit(order_ask(actor, wished, key))
    else:
        async with short(sessions) as session:
            placed = await place_order(session, wished, actor, key, order_terms(settings))
    headers = {"Idempotent-Replayed": "true"} if placed.replayed else {}
    return Response(placed.order, status_code=201, headers=headers)


@get("/{code:str}", status_code=200, operation_id="getOrder", summary="An order, for who holds its token")
async def read(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> OrderShown:
    """With the header X-Order-Token, or signed in as the buyer; everybody else learns nothing."""
    return await order_for_reader(session, code, token, actor, settings.secret_key)


@post("/{code:str}/cancel", status_code=200, operation_id="cancelOrder", summary="Cancel an order")
async def cancel(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> OrderShown:
    """Possible until it is packed; the stock is free in the same moment. Safe to repeat."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    await cancel_order(session, order_id, str(actor.person_id or "buyer"))
    await session.flush()  # the answer is read from the rows
    return await order_by_id(session, order_id, settings.secret_key)


class OrderList(msgspec.Struct, frozen=True):
    """Orders of a point, the oldest first."""

    items: list[OrderShown]


@get(
    "/sales-points/{slug:str}/orders",
    status_code=200,
    operation_id="listOrdersOfPoint",
    summary="What a point has to pack and to hand over",
)
async def list_of_point(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    statuses: StatusQuery = None,
    limit: LimitQuery = 50,
) -> OrderList:
    """Confirmed and packed orders unless `status` says otherwise. Pickup codes stay with the buyers."""
    place = await place_by_slug(session, slug)
    if place is None:
        raise PlaceUnknown
    await require_staff(session, actor, place.id)
    return OrderList(await orders_at(session, place.id, statuses or _TO_DO, limit))


routes = [
    Router("/api/v1/orders", route_handlers=[place, read, cancel], tags=["orders"]),
    Router("/api/v1", route_handlers=[list_of_point], guards=_STAFF, tags=["orders"]),
]
