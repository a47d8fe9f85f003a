"""Baskets and quotes as people and programs see them."""

from datetime import date
from uuid import UUID

import msgspec

from shop.cart.quote import Quote, QuotedLine
from shop.cart.rules import LineProblem
from shop.core.money import Dong


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
    total: Dong
    sales_point: PointShown | None
    available: int
    problem: LineProblem | None
    closed_until: date | None  # of its producer, whose last closed day it is
    min_age: int | None  # years its buyer must have
    sample: bool


class DiscountShown(msgspec.Struct, frozen=True, kw_only=True):
    """Something taken off the price; amounts are đồng."""

    name: str
    amount: Dong


class QuoteShown(msgspec.Struct, frozen=True, kw_only=True):
    """What an order would cost now, in đồng."""

    lines: tuple[LineShown, ...]
    subtotal: Dong
    shipping: Dong
    discounts: tuple[DiscountShown, ...]
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
        shipping=quote.shipping,
        discounts=(),
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
        total=line.total,
        sales_point=None if place is None else PointShown(place.slug, place.name),
        available=line.available,
        problem=line.problem,
        closed_until=None if offer is None else offer.closed_until,
        min_age=None if offer is None else offer.min_age,
        sample=offer is not None and offer.sample,
    )
