"""Addresses of baskets. The id of a guest's basket is its key: keep it like one."""

from collections.abc import Collection
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.carriers.connect import Carriers
from shop.cart.claim import claim_cart
from shop.cart.keep_line import drop_line, keep_line
from shop.cart.open_cart import open_cart_shown
from shop.cart.queries import cart_shown, merged_wants, places_by_slug, wants_of
from shop.cart.quote import quote_lines
from shop.cart.rules import MAX_LINES, Want
from shop.cart.shown import CartShown, QuoteShown, show_quote
from shop.cart.ways import offer_ways, prepare_cart
from shop.cart.ways_shown import WaysShown, show_ways
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.core.money import Dong
from shop.core.text import Body, Quantity, Slug
from shop.delivery.choose import DeliveryWish, choose_delivery
from shop.http.limits import Limit, Limiter, address_of, limit_by_address, take_for_buyer
from shop.payments.models import PaymentMethod
from shop.promotions.rules import MOST_CODES

_CARTS = Limit("carts", 240, 60)
_QUOTES = Limit("quotes", 240, 60)
_VOUCHERS = Limit("vouchers", 60, 600)  # requests that name codes, by buyer: guessing them does not pay
_VOUCHERS_AT = Limit("vouchers.address", 240, 600)  # the same by address: a new account is no new start
_WAYS = Limit("carts.ways", 60, 60)

VoucherCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]


class LineBody(Body):
    """So many of a variant, if wished from one sales point, if wished at a live price shown in a room."""

    variant: UUID
    quantity: Quantity
    sales_point: Slug | None = None
    campaign: UUID | None = None


class CartBody(Body):
    """The first lines of a basket."""

    lines: Annotated[list[LineBody], Meta(max_length=MAX_LINES)] = msgspec.field(default_factory=list)


class KeptLine(Body):
    """What a line becomes."""

    quantity: Quantity
    sales_point: Slug | None = None
    campaign: UUID | None = None


class WaysBody(Body):
    """Where the goods shall go: the slug of a commune of today."""

    commune: Slug


class QuoteBody(Body):
    """How the goods shall come, how they are paid, and codes of vouchers as they were typed."""

    delivery: DeliveryWish
    payment: PaymentMethod = PaymentMethod.COD
    vouchers: Annotated[list[VoucherCode], Meta(max_length=MOST_CODES)] = msgspec.field(default_factory=list)


@post("/", status_code=201, guards=[limit_by_address(_CARTS)], operation_id="openCart", summary="Open a cart")
async def open_new(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[CartBody]
) -> CartShown:
    """Open a cart, empty or with its first lines; the same variant twice is added up."""
    wants = await merged_wants(
        session, ((line.variant, line.quantity, line.sales_point, line.campaign) for line in data.lines)
    )
    return await open_cart_shown(session, actor, wants)


@get("/{cart_id:uuid}", status_code=200, operation_id="getCart", summary="A cart at this moment's prices")
async def read(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], cart_id: FromPath[UUID]
) -> CartShown:
    """Each line says what is in the way of ordering it. A guest's cart is its holder's after sign-in."""
    await claim_cart(session, cart_id, actor)
    return await cart_shown(session, cart_id)


@put(
    "/{cart_id:uuid}/lines/{variant_id:uuid}",
    status_code=200,
    guards=[limit_by_address(_CARTS)],
    operation_id="keepCartLine",
    summary="Put a variant into a cart, or change its quantity",
)
async def keep(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    cart_id: FromPath[UUID],
    variant_id: FromPath[UUID],
    data: JSONBody[KeptLine],
) -> CartShown:
    """The cart then holds exactly this quantity. Safe to repeat. 409 `live_price_over`: the price named has ended."""
    places = await places_by_slug(session, [data.sales_point] if data.sales_point else [], "sales_point")
    place_id = places[data.sales_point] if data.sales_point else None
    want = Want(variant_id=variant_id, quantity=data.quantity, place_id=place_id, campaign_id=data.campaign)
    await keep_line(session, cart_id, actor, want)
    return await cart_shown(session, cart_id)


@delete(
    "/{cart_id:uuid}/lines/{variant_id:uuid}",
    status_code=200,
    operation_id="dropCartLine",
    summary="Take a variant out of a cart",
)
async def drop(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    cart_id: FromPath[UUID],
    variant_id: FromPath[UUID],
) -> CartShown:
    """Nothing happens when it is not in the cart. Safe to repeat."""
    await drop_line(session, cart_id, actor, variant_id)
    return await cart_shown(session, cart_id)


async def take_for_vouchers(limiter: Limiter, actor: Actor, address: str, codes: Collection[str]) -> None:
    """Count a request that names codes against its buyer and its address; one that names none costs nothing.

    Raises:
        TooMany: too many of them already.
    """
    if codes:
        await limiter.take(_VOUCHERS_AT, address)
        await take_for_buyer(limiter, _VOUCHERS, actor, address)


@post("/{cart_id:uuid}/quote", status_code=200, operation_id="quoteCart", summary="What an order would cost")
async def quote(
    *,
    request: Request[Any, Any, Any],
    limiter: NamedDependency[Limiter],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    cart_id: FromPath[UUID],
    data: JSONBody[QuoteBody],
) -> QuoteShown:
    """The whole sum in đồng, itemised. Its total is the `expected_total` an order must name."""
    address = address_of(request)
    await take_for_buyer(limiter, _QUOTES, actor, address)
    await take_for_vouchers(limiter, actor, address, data.vouchers)
    await claim_cart(session, cart_id, actor)
    delivery = await choose_delivery(session, data.delivery, complete=False)
    wants = await wants_of(session, cart_id)
    quoted = await quote_lines(session, wants, delivery, Dong(settings.ship_fee), data.vouchers)
    return show_quote(quoted)


@post(
    "/{cart_id:uuid}/delivery-ways",
    status_code=200,
    guards=[limit_by_address(_WAYS)],
    operation_id="quoteWays",
    summary="The ways to bring a cart to a commune, each with its fee and its day",
)
async def ways(
    *,
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    carriers: NamedDependency[Carriers],
    actor: NamedDependency[Actor],
    cart_id: FromPath[UUID],
    data: JSONBody[WaysBody],
) -> WaysShown:
    """Each way stands for some minutes: an order names its `id` as `delivery.quote`. Carriers are asked live."""
    async with short(sessions) as session:
        await claim_cart(session, cart_id, actor)
        task = await prepare_cart(session, cart_id, data.commune)
    return show_ways(await offer_ways(sessions, carriers, task, settings.delivery_quote_minutes))


routes = [Router("/api/v1/carts", route_handlers=[open_new, read, keep, drop, quote, ways], tags=["carts"])]
