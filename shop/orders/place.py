"""Place an order: one path for the basket, for buying now and for a pin in a room."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.cart.errors import LineOfNothing, NotAtPoint, NotOnSale, ProducerClosed, TooManyLines
from shop.cart.queries import merged_wants
from shop.cart.quote import Quote, QuotedLine, quote_lines
from shop.cart.rules import MAX_LINES, LineProblem, Want
from shop.cart.shown import show_quote
from shop.cart.take_cart import take_cart
from shop.catalog.queries import Offer
from shop.core.actor import Actor
from shop.core.i18n import DEFAULT, Locale
from shop.core.idempotency import draw_key
from shop.core.ids import new_code
from shop.core.money import Dong
from shop.core.outbox import publish_now
from shop.core.text import Body, Email, Name, Phone
from shop.delivery.choose import ChosenDelivery, DeliveryWish, choose_delivery
from shop.delivery.models import DeliveryMethod
from shop.http.errors import BadInput
from shop.inventory.errors import OutOfStock
from shop.inventory.hold import hold_stock
from shop.orders.errors import AgeUnconfirmed, PriceChanged
from shop.orders.events import OrderPlaced
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderLine, OrderStatus
from shop.orders.queries import order_by_id
from shop.orders.receipt import receipt
from shop.orders.rules import CODE_PREFIX, pickup_code, pickup_hash
from shop.orders.shown import OrderShown
from shop.orders.terms import OrderTerms
from shop.orders.write import write_order
from shop.payments.models import PaymentMethod
from shop.payments.open_payment import open_payment

ROUTE = "orders.place"


class Contact(Body):
    """Whom the point or the courier calls; mail goes to `email` where one is given."""

    name: Name
    phone: Phone
    email: Email | None = None


class WishedLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant, if wished from a sales point (its slug) and at a campaign's live price."""

    variant: UUID
    quantity: int
    sales_point: str | None = None
    campaign_id: UUID | None = None


class PlaceOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer asks for: a basket or lines.

    `expected_total` is the sum (đồng) the buyer saw; without it (an order from a room) every live price
    named must still be open. `session_id` is the live session it is bought in. `age_confirmed` says that the buyer
    is as old as the goods ask.
    """

    cart: UUID | None = None
    lines: tuple[WishedLine, ...] = ()
    contact: Contact
    delivery: DeliveryWish
    payment: PaymentMethod = PaymentMethod.COD
    expected_total: Dong | None
    locale: Locale = DEFAULT
    session_id: UUID | None = None
    age_confirmed: bool = False


class Placed(msgspec.Struct, frozen=True):
    """The order, with its token; `replayed` when an earlier request with the same key had made it."""

    order: OrderShown
    replayed: bool


async def place_order(session: AsyncSession, request: PlaceOrder, actor: Actor, key: str, terms: OrderTerms) -> Placed:
    """Place an order and hold its stock: all of it or nothing. Safe to repeat with the same `key`.

    The key's unique index makes a twin wait for the first; stock rows are locked last and in id order.

    Raises:
        InProgress, KeyReused: the key is being worked, or stands for another request.
        NotOnSale, ProducerClosed, NotAtPoint, OutOfStock: a line cannot be had.
        AgeUnconfirmed: something is not for everybody, and `age_confirmed` is not said.
        PriceChanged: it would cost something else; the new quote is in `extra`.
        CartUnknown, CartOrdered, BadInput: the request cannot be meant so.
    """
    plain = msgspec.structs.replace(request, locale=DEFAULT)  # the language is no part of the request
    drawn = await draw_key(session, _scope(request, actor), ROUTE, key, plain)
    if drawn.replayed:
        return Placed(await order_by_id(session, drawn.reference, terms.secret, with_token=True), replayed=True)
    phone = normalise_phone(request.contact.phone)
    if not request.contact.name:
        raise BadInput("contact.name", "http.field.missing", name="contact.name")
    wants = await _wants(session, request, actor)
    delivery = await choose_delivery(session, request.delivery)
    quote = await quote_lines(session, wants, delivery, terms.ship_fee)
    _check_lines(quote.lines)
    _check_price(quote, request.expected_total)
    age = _check_age(quote.lines, request.age_confirmed)
    order = _draft(request, delivery, quote)
    order.id, order.created_at, order.person_id, order.contact_phone = drawn.reference, drawn.at, actor.person_id, phone
    order.confirmed_age = age
    order.hold_expires_at = drawn.at + timedelta(minutes=terms.hold_minutes)
    if delivery.method is DeliveryMethod.PICKUP:
        order.pickup_code_hash = pickup_hash(terms.secret, order.id, pickup_code(terms.secret, order.id))
    lines = [_line(order.id, line) for line in quote.lines]
    await write_order(session, order, lines, "buyer")
    await open_payment(session, order.id, order.payment_method, order.total, "buyer")
    await publish_now(session, OrderPlaced(**order_facts(order, lines)))
    await hold_stock(session, order.id, {(line.variant_id, line.place_id): line.quantity for line in lines})
    return Placed(receipt(order, quote, delivery, terms.secret), replayed=False)


def _scope(request: PlaceOrder, actor: Actor) -> str:
    """Whose keys are compared: the person's; a guest's basket's; all guests' without one (the body must match)."""
    if actor.person_id is not None:
        return f"person:{actor.person_id}"
    return "guest" if request.cart is None else f"cart:{request.cart}"


async def _wants(session: AsyncSession, request: PlaceOrder, actor: Actor) -> list[Want]:
    if (request.cart is None) == (not request.lines):
        raise BadInput("lines", "orders.cart_or_lines")
    if request.cart is not None:
        wants = await take_cart(session, request.cart, actor)
        if not wants:
            raise BadInput("cart", "orders.cart_empty")
    else:
        wants = await merged_wants(
            session, ((line.variant, line.quantity, line.sales_point, line.campaign_id) for line in request.lines)
        )
    if len(wants) > MAX_LINES:
        raise TooManyLines(MAX_LINES)
    return wants


def _check_lines(lines: Sequence[QuotedLine]) -> None:
    for line in lines:
        variant = line.want.variant_id
        if line.offer is None:
            raise LineOfNothing({"variant": str(variant)})
        if line.problem is LineProblem.NOT_ON_SALE:
            raise NotOnSale(field="lines", extra={"variant": str(variant)})
        if line.problem is LineProblem.PRODUCER_CLOSED:
            raise _closed(line.offer)
        if line.problem is LineProblem.NOT_AT_POINT:
            raise NotAtPoint(field="lines", extra={"variant": str(variant)})
        if line.problem is LineProblem.OUT_OF_STOCK:
            raise OutOfStock(variant, line.available)


def _closed(offer: Offer) -> ProducerClosed:
    assert offer.closed_until is not None, "the line's problem says so"
    opens_on = offer.closed_until + timedelta(days=1)
    extra: dict[str, object] = {"variant": str(offer.variant_id), "opens_on": opens_on.isoformat()}
    return ProducerClosed(field="lines", extra=extra, opens_on=f"{opens_on:%d/%m/%Y}")


def _check_price(quote: Quote, expected_total: Dong | None) -> None:
    live_price_gone = expected_total is None and any(line.price_gone for line in quote.lines)
    if live_price_gone or expected_total not in {None, quote.total}:
        raise PriceChanged(field="expected_total", extra={"quote": msgspec.to_builtins(show_quote(quote))})


def _check_age(lines: Sequence[QuotedLine], confirmed: bool) -> int | None:
    """The age the order needs (None: none), which the buyer has confirmed."""
    age = max((line.offer.min_age or 0 for line in lines if line.offer is not None), default=0)
    if age and not confirmed:
        raise AgeUnconfirmed(field="age_confirmed", extra={"min_age": age}, age=age)
    return age or None


def _draft(request: PlaceOrder, delivery: ChosenDelivery, quote: Quote) -> Order:
    """The order's row; who buys, when and under which id is filled in by the caller."""
    return Order(
        code=new_code(CODE_PREFIX),
        status=OrderStatus.HELD,
        session_id=request.session_id,
        contact_name=request.contact.name,
        contact_email=request.contact.email,
        locale=request.locale,
        delivery=delivery.method,
        place_id=delivery.place_id,
        address_line=delivery.address_line,
        address_commune_id=delivery.commune_id,
        payment_method=request.payment,
        subtotal=quote.subtotal,
        shipping=quote.shipping,
        discount=quote.discount,
        total=quote.total,
        version=1,
        sample=any(line.offer is not None and line.offer.sample for line in quote.lines),
    )


def _line(order_id: UUID, line: QuotedLine) -> OrderLine:
    assert line.offer is not None, "checked before"
    assert line.place is not None, "checked before"
    return OrderLine(
        order_id=order_id,
        variant_id=line.want.variant_id,
        place_id=line.place.place_id,
        campaign_id=line.want.campaign_id if not line.price_gone else None,
        product_name=line.offer.product_name,
        variant_name=line.offer.variant_name,
        unit=line.offer.unit,
        quantity=line.want.quantity,
        price=line.price,
        total=line.total,
    )
