"""Baskets and quotes as people and programs see them."""

from datetime import date
from uuid import UUID

import msgspec

from shop.cart.quote import Quote, QuotedLine
from shop.cart.rules import LineProblem
from shop.core.money import Dong
from shop.promotions.models import VoucherKind
from shop.promotions.rules import VoucherProblem


class PointShown(msgspec.Struct, frozen=True):
    """A sales point by its address part and name."""

    slug: str
    name: str


class ProductShown(msgspec.Struct, frozen=True):
    """A product by its address part and name."""

    slug: str
    name: str


class LineShown(msgspec.Struct, frozen=True, kw_only=True):
    """A line: amounts are đồng. `problem` is why it cannot be ordered now; `available` is free at its place."""

    variant: UUID
    product: ProductShown | None
    name: str
    unit: str
    image: str
    quantity: int
    price: Dong
    list_price: Dong  # above `price` at a live price
    campaign: UUID | None  # the live price it was put in at
    price_gone: bool  # that price has ended: it costs the list price
    total: Dong
    discount: Dong  # this line's share of what vouchers take off
    sales_point: PointShown | None
    available: int
    problem: LineProblem | None
    closed_until: date | None  # of its producer, whose last closed day it is
    min_age: int | None  # years its buyer must have
    sample: bool


class DiscountShown(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher that counts, and what it takes off, in đồng."""

    code: str
    kind: VoucherKind
    name: str
    amount: Dong


class VoucherFaultShown(msgspec.Struct, frozen=True, kw_only=True):
    """A typed code that does not count, and why; `minimum` (đồng) is what the goods must come to."""

    code: str
    problem: VoucherProblem
    minimum: Dong


class QuoteShown(msgspec.Struct, frozen=True, kw_only=True):
    """What an order would cost now, in đồng: `subtotal + shipping - discount = total`.

    `saved` is what live prices save against the list, already in `subtotal`.
    """

    lines: tuple[LineShown, ...]
    subtotal: Dong
    saved: Dong
    shipping: Dong
    discount: Dong
    discounts: tuple[DiscountShown, ...]
    refused_vouchers: tuple[VoucherFaultShown, ...]
    total: Dong


class CartShown(msgspec.Struct, frozen=True, kw_only=True):
    """A basket at this moment's prices, before delivery; amounts are đồng."""

    id: UUID
    lines: tuple[LineShown, ...]
    subtotal: Dong
    total: Dong


def show_quote(quote: Quote) -> QuoteShown:
    """Show a quote."""
    return QuoteShown(
        lines=tuple(show_line(line) for line in quote.lines),
        subtotal=quote.subtotal,
        saved=quote.saved,
        shipping=quote.shipping,
        discount=quote.discount,
        discounts=tuple(
            DiscountShown(code=one.voucher.code, kind=one.voucher.kind, name=one.voucher.name, amount=one.amount)
            for one in quote.discounts
        ),
        refused_vouchers=tuple(
            VoucherFaultShown(code=fault.code, problem=fault.problem, minimum=fault.minimum) for fault in quote.faults
        ),
        total=quote.total,
    )


def show_cart(cart_id: UUID, quote: Quote) -> CartShown:
    """Show a basket whose lines were quoted without a delivery."""
    return CartShown(
        id=cart_id,
        lines=tuple(show_line(line) for line in quote.lines),
        subtotal=quote.subtotal,
        total=quote.total,
    )


def show_line(line: QuotedLine) -> LineShown:
    """Show one line; a variant that is gone keeps its place in the basket, without words."""
    offer, place = line.offer, line.place
    return LineShown(
        variant=line.want.variant_id,
        product=None if offer is None else ProductShown(offer.product_slug, offer.product_name),
        name="" if offer is None else offer.variant_name,
        unit="" if offer is None else offer.unit,
        image="" if offer is None else offer.image,
        quantity=line.want.quantity,
        price=line.price,
        list_price=line.price if offer is None else offer.price,
        campaign=line.want.campaign_id,
        price_gone=line.price_gone,
        total=line.total,
        discount=line.share.all,
        sales_point=None if place is None else PointShown(place.slug, place.name),
        available=line.available,
        problem=line.problem,
        closed_until=None if offer is None else offer.closed_until,
        min_age=None if offer is None else offer.min_age,
        sample=offer is not None and offer.sample,
    )
