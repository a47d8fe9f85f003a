"""Place an order: one path for the basket, for buying now and for a pin in a room."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.errors import TooManyLines
from shop.cart.queries import merged_wants
from shop.cart.quote import Quote, quote_lines
from shop.cart.rules import MAX_LINES, Want
from shop.cart.shown import show_quote
from shop.cart.take_cart import take_cart
from shop.core.actor import Actor
from shop.core.i18n import DEFAULT
from shop.core.idempotency import draw_key
from shop.core.pause import Pause, go_on
from shop.core.request_id import current_request_id
from shop.delivery.choose import ChosenDelivery, choose_delivery
from shop.delivery.quotes import take_way
from shop.http.errors import BadInput
from shop.inventory.hold import hold_stock
from shop.orders.check_cod import cash_histories, check_cod
from shop.orders.check_extras import check_extras
from shop.orders.draft import agree, draft_order, read_contact
from shop.orders.errors import PriceChanged
from shop.orders.promotion import takings_of
from shop.orders.queries import order_by_id
from shop.orders.receipt import receipt
from shop.orders.terms import OrderTerms
from shop.orders.wish import Placed, PlaceOrder
from shop.orders.write import write_orders
from shop.promotions.take import take_promotions

ROUTE = "orders.place"


async def place_order(
    session: AsyncSession, request: PlaceOrder, actor: Actor, key: str, terms: OrderTerms, *, pause: Pause = go_on
) -> Placed:
    """Place an order and hold its stock: all of it or nothing. Safe to repeat with the same `key`.

    The key's unique index makes a twin wait for the first; allowances of live prices and vouchers are locked in id
    order, then stock rows last and in theirs.

    Raises:
        InProgress, KeyReused: the key is being worked, or stands for another request.
        CartUnknown, CartOrdered, BadInput: the request cannot be meant so.
        OutOfStock, QuotaExhausted, BuyerLimit, VoucherExhausted, VoucherBuyerLimit: others were quicker, or the
            buyer has enough. And what `agree`, `check_cod` and `check_extras` refuse.
    """
    plain = msgspec.structs.replace(request, locale=DEFAULT)  # the language is no part of the request
    drawn = await draw_key(session, key_scope(request, actor), ROUTE, key, plain)
    await pause("key drawn")
    if drawn.replayed:
        return await placed_before(session, drawn.reference, terms)
    read_contact(request.contact)
    wants = await _wants(session, request, actor)
    delivery = await choose_delivery(session, request.delivery)
    quote = await quote_lines(session, wants, delivery, terms.ship_fee, request.vouchers)
    agree(quote, request, terms)
    check_cod(await cash_histories(session, [request], terms.cod), request, quote.total, terms.cod)
    await check_extras(session, request.extras, delivery.method, quote)
    draft = draft_order(request, actor, delivery, quote, order_id=drawn.reference, at=drawn.at, terms=terms)
    await take_promotions(session, takings_of(draft.order, quote, terms.secret))
    await write_orders(session, [draft], "buyer", [current_request_id()])
    await _take_way(session, delivery, quote, draft.order.id)
    await hold_stock(session, draft.order.id, draft.pieces, kept=draft.kept)
    await pause("stock held")
    return Placed(receipt(draft, terms.secret), replayed=False)


async def _take_way(session: AsyncSession, delivery: ChosenDelivery, quote: Quote, order_id: UUID) -> None:
    """Let the order have its way of delivery: one order alone, also when two ask at once."""
    if delivery.way is not None and not await take_way(session, delivery.way.id, order_id):
        raise PriceChanged(field="delivery.quote", extra={"quote": msgspec.to_builtins(show_quote(quote))})


async def placed_before(session: AsyncSession, order_id: UUID, terms: OrderTerms) -> Placed:
    """The order an earlier request with the same key has made, as it stands now."""
    return Placed(await order_by_id(session, order_id, terms.secret, with_token=True), replayed=True)


async def wanted_lines(session: AsyncSession, request: PlaceOrder) -> list[Want]:
    """The lines of a request without a basket, the same variant added up.

    Raises:
        NoSuchPoint, LinesContradict, TooManyLines: they cannot be meant so.
    """
    wants = await merged_wants(
        session, ((line.variant, line.quantity, line.sales_point, line.campaign_id) for line in request.lines)
    )
    if len(wants) > MAX_LINES:
        raise TooManyLines(MAX_LINES)
    return wants


def key_scope(request: PlaceOrder, actor: Actor) -> str:
    """Whose keys are compared: the person's; a guest's basket's; all guests' without one (the body must match)."""
    if actor.person_id is not None:
        return f"person:{actor.person_id}"
    return "guest" if request.cart is None else f"cart:{request.cart}"


async def _wants(session: AsyncSession, request: PlaceOrder, actor: Actor) -> list[Want]:
    if (request.cart is None) == (not request.lines):
        raise BadInput("lines", "orders.cart_or_lines")
    if request.cart is None:
        return await wanted_lines(session, request)
    wants = await take_cart(session, request.cart, actor)
    if not wants:
        raise BadInput("cart", "orders.cart_empty")
    if len(wants) > MAX_LINES:
        raise TooManyLines(MAX_LINES)
    return wants
