"""What the buyer gets back, made from what was just written."""

from msgspec import UNSET

from shop.cart.quote import QuotedLine
from shop.cart.shown import PointShown, ProductShown
from shop.delivery.choose import ChosenDelivery
from shop.delivery.models import DeliveryMethod
from shop.orders.draft import Draft
from shop.orders.rules import order_token, pickup_code
from shop.orders.shown import (
    AddressShown,
    CommuneShown,
    ContactShown,
    DeliveryShown,
    OrderedLine,
    OrderShown,
    PaymentStanding,
)
from shop.payments.rules import OPEN


def receipt(draft: Draft, secret: str) -> OrderShown:
    """Show a new order with its token and pickup code; equal to what `order_by_id` reads later."""
    order, quote, delivery = draft.order, draft.quote, draft.delivery
    is_pickup = order.delivery is DeliveryMethod.PICKUP
    return OrderShown(
        code=order.code,
        token=order_token(secret, order.id),
        status=order.status,
        version=order.version,
        total=order.total,
        subtotal=order.subtotal,
        shipping=order.shipping,
        discount=order.discount,
        lines=tuple(_line(line) for line in quote.lines),
        delivery=_delivery(delivery),
        payment=PaymentStanding(order.payment_method, OPEN),
        contact=ContactShown(order.contact_name, order.contact_phone, order.contact_email),
        pickup_code=pickup_code(secret, order.id) if is_pickup else UNSET,
        hold_expires_at=order.hold_expires_at,
        created_at=order.created_at,
        sample=order.sample,
    )


def _line(line: QuotedLine) -> OrderedLine:
    assert line.offer is not None, "an ordered line has an offer"
    assert line.place is not None, "and a place"
    return OrderedLine(
        variant=line.want.variant_id,
        product=ProductShown(line.offer.product_slug, line.offer.product_name),
        name=line.offer.variant_name,
        unit=line.offer.unit,
        image=line.offer.image,
        quantity=line.want.quantity,
        price=line.price,
        total=line.total,
        sales_point=PointShown(line.place.slug, line.place.name),
    )


def _delivery(delivery: ChosenDelivery) -> DeliveryShown:
    point = address = None
    if delivery.place_slug is not None and delivery.place_name is not None:
        point = PointShown(delivery.place_slug, delivery.place_name)
    if delivery.address_line is not None and delivery.commune_slug is not None and delivery.commune_name is not None:
        address = AddressShown(delivery.address_line, CommuneShown(delivery.commune_slug, delivery.commune_name))
    return DeliveryShown(method=delivery.method, sales_point=point, address=address)
