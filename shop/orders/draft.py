"""From a quote to the rows of an order: what is refused, and what is written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from shop.accounts.phone import normalise_phone
from shop.cart.discount import Share
from shop.cart.errors import LineOfNothing, NotAtPoint, NotOnSale, ProducerClosed
from shop.cart.quote import Quote, QuotedLine
from shop.cart.rules import LineProblem
from shop.cart.shown import show_quote
from shop.catalog.queries import Offer
from shop.core.actor import Actor
from shop.core.ids import kindred_id, new_code
from shop.core.money import Dong, split
from shop.delivery.choose import ChosenDelivery
from shop.delivery.models import DeliveryMethod
from shop.http.errors import BadInput
from shop.inventory.errors import OutOfStock
from shop.inventory.hold import Kept, Pieces
from shop.orders.deposit_rules import Deposit, deposit_of
from shop.orders.errors import AgeUnconfirmed, PriceChanged
from shop.orders.extras import Extras, given
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.orders.promotion import check_promotions
from shop.orders.rules import CODE_PREFIX, amounts, pickup_code, pickup_hash
from shop.orders.terms import OrderTerms
from shop.orders.wish import Contact, PlaceOrder
from shop.payments.bounds import takes
from shop.payments.errors import PaymentMethodOff
from shop.payments.rules import is_prepaid


class Draft(msgspec.Struct, frozen=True):
    """An order as it will be written, and what it was made from."""

    order: Order
    parcels: list[Parcel]
    lines: list[OrderLine]
    quote: Quote
    delivery: ChosenDelivery
    extras: Extras | None

    @property
    def pieces(self) -> Pieces:
        """What it takes from which place."""
        return {(line.variant_id, line.place_id): line.quantity for line in self.lines}

    @property
    def kept(self) -> Kept:
        """Which parcel each hold is kept for."""
        return {(self.order.id, line.variant_id, line.place_id): line.parcel_id for line in self.lines}


def read_contact(contact: Contact) -> str:
    """The phone of `contact` as it is kept.

    Raises:
        BadPhone, BadInput: the phone is none, the name is empty.
    """
    phone = normalise_phone(contact.phone)
    if not contact.name:
        raise BadInput("contact.name", "http.field.missing", name="contact.name")
    return phone


def agree(quote: Quote, request: PlaceOrder, terms: OrderTerms) -> None:
    """Refuse what cannot be sold as it stands, at the price that was seen, to this buyer.

    Raises:
        LineOfNothing, NotOnSale, ProducerClosed, NotAtPoint, OutOfStock, PriceChanged, AgeUnconfirmed,
        PaymentMethodOff (also: not so much, or so little, at once), and those of `check_promotions`.
    """
    if request.payment not in terms.methods:
        raise PaymentMethodOff(field="payment")
    for line in quote.lines:
        _check_line(line)
    check_promotions(quote)
    live_price_gone = request.expected_total is None and any(line.price_gone for line in quote.lines)
    if live_price_gone or quote.way_gone or request.expected_total not in {None, quote.total}:
        raise PriceChanged(field="expected_total", extra={"quote": msgspec.to_builtins(show_quote(quote))})
    first = deposit_asked(quote, request).amount or quote.total
    if is_prepaid(request.payment, quote.total) and not takes(request.payment, first):
        raise PaymentMethodOff(field="payment")
    age = _age(quote.lines)
    if age and not request.age_confirmed:
        raise AgeUnconfirmed(field="age_confirmed", extra={"min_age": age}, age=age)


def deposit_asked(quote: Quote, request: PlaceOrder) -> Deposit:
    """What of the order comes first, and the rest in cash; of one that is left to cash wholly, or unheld, nothing."""
    rules = {line.variant: line.deposit for line in request.lines if line.deposit is not None}
    if not is_prepaid(request.payment, quote.total) or request.unheld:
        return Deposit()
    asked = [
        (rules[line.want.variant_id], Dong(line.total - line.share.all), line.want.quantity)
        for line in quote.lines
        if line.want.variant_id in rules
    ]
    return deposit_of(asked, quote.total)


def draft_order(
    request: PlaceOrder,
    actor: Actor,
    delivery: ChosenDelivery,
    quote: Quote,
    *,
    order_id: UUID,
    at: datetime,
    terms: OrderTerms,
) -> Draft:
    """The rows of an order that was agreed on; `at` is the moment (UTC) its hold begins."""
    order = Order(
        id=order_id,
        created_at=at,
        code=new_code(CODE_PREFIX),
        status=OrderStatus.HELD,
        person_id=actor.person_id,
        session_id=request.session_id,
        contact_name=request.contact.name,
        contact_phone=normalise_phone(request.contact.phone),
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
        confirmed_age=_age(quote.lines) or None,
        hold_expires_at=at + timedelta(minutes=request.hold_minutes or terms.hold_minutes),
        unheld=request.unheld,
        deposit=deposit_asked(quote, request).amount,
        deposit_kept=deposit_asked(quote, request).kept,
        pickup_code_hash=_pickup_hash(terms.secret, order_id, delivery.method),
        version=1,
        sample=any(line.offer is not None and line.offer.sample for line in quote.lines),
    )
    return Draft(order, *_parcels(order, quote), quote, delivery, given(request.extras))


def _pickup_hash(secret: str, order_id: UUID, method: DeliveryMethod) -> bytes | None:
    return pickup_hash(secret, order_id, pickup_code(secret, order_id)) if method is DeliveryMethod.PICKUP else None


def _check_line(line: QuotedLine) -> None:
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


def _age(lines: Sequence[QuotedLine]) -> int:
    """The years the buyer of `lines` must have; 0: they are for everybody."""
    return max((line.offer.min_age or 0 for line in lines if line.offer is not None), default=0)


def _parcels(order: Order, quote: Quote) -> tuple[list[Parcel], list[OrderLine]]:
    """One parcel per producer and place, in the order of the lines, each with its share of what is to be paid."""
    parcels: dict[tuple[UUID | None, UUID], Parcel] = {}
    worths: dict[UUID, Dong] = {}
    lines = []
    for quoted in quote.lines:
        assert quoted.offer is not None, "checked before"
        shares = quoted.share.divided([take.pieces for _, take in quoted.takes])
        for (_, take), share in zip(quoted.takes, shares, strict=True):
            found = parcels.setdefault(
                (quoted.offer.producer_id, take.place_id),
                Parcel(
                    id=kindred_id(order.id),
                    order_id=order.id,
                    producer_id=quoted.offer.producer_id,
                    place_id=take.place_id,
                    number=len(parcels) + 1,
                    status=order.status,
                    reason=take.reason,
                ),
            )
            lines.append(_line(found, quoted, quoted.offer, take.pieces, share))
            worths[found.id] = Dong(worths.get(found.id, 0) + lines[-1].total - share.all)
    for parcel, amount in zip(parcels.values(), amounts(order.total, list(worths.values())), strict=True):
        parcel.amount = amount
    made = list(parcels.values())
    weights = [parcel.amount for parcel in made] if order.deposit else [1 for _ in made]
    for parcel, deposit in zip(made, split(order.deposit, weights), strict=True):
        parcel.deposit = deposit
    return made, lines


def _line(parcel: Parcel, line: QuotedLine, offer: Offer, pieces: int, share: Share) -> OrderLine:
    return OrderLine(
        order_id=parcel.order_id,
        parcel_id=parcel.id,
        variant_id=line.want.variant_id,
        place_id=parcel.place_id,
        campaign_id=line.want.campaign_id if not line.price_gone else None,
        product_name=offer.product_name,
        variant_name=offer.variant_name,
        unit=offer.unit,
        quantity=pieces,
        price=Dong(line.price),
        total=Dong(line.price * pieces),
        discount=share.all,
        producer_discount=share.producer,
    )
