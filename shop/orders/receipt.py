"""What the buyer gets back, made from what was just written."""

from msgspec import UNSET

from shop.cart.shown import PointShown, ProductShown
from shop.delivery.choose import ChosenDelivery
from shop.delivery.models import DeliveryMethod
from shop.orders.draft import Draft
from shop.orders.models import Order
from shop.orders.rules import order_token, pickup_code, pickup_qr
from shop.orders.shown import (
    AddressShown,
    CommuneShown,
    ContactShown,
    DeliveryShown,
    OrderedLine,
    OrderShown,
    ParcelShown,
    PaymentStanding,
    standing,
)
from shop.payments.queries import PaymentShown
from shop.payments.rules import opening


def receipt(draft: Draft, secret: str) -> OrderShown:
    """Show a new order with its token and pickup code; equal to what `order_by_id` reads later."""
    order, delivery = draft.order, draft.delivery
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
        lines=_lines(draft),
        parcels=_parcels(draft),
        delivery=_delivery(delivery),
        payment=_payment(order),
        contact=ContactShown(order.contact_name, order.contact_phone, order.contact_email),
        extras=draft.extras,
        pickup_code=pickup_code(secret, order.id) if is_pickup else UNSET,
        pickup_qr=pickup_qr(secret, order.id, order.code) if is_pickup else UNSET,
        hold_expires_at=order.hold_expires_at,
        unheld=order.unheld,
        deposit=order.deposit,
        deposit_kept=order.deposit_kept,
        created_at=order.created_at,
        sample=order.sample,
    )


def _payment(order: Order) -> PaymentStanding:
    method, total = order.payment_method, order.total
    return standing(order.code, PaymentShown(method, total, opening(method, total), deposit=order.deposit))


def _lines(draft: Draft) -> tuple[OrderedLine, ...]:
    """The lines as they were written, piece by piece of the quote."""
    numbers = {parcel.id: parcel.number for parcel in draft.parcels}
    quoted = [(line, place) for line in draft.quote.lines for place, _ in line.takes]
    shown = []
    for written, (line, place) in zip(draft.lines, quoted, strict=True):
        assert line.offer is not None, "an ordered line has an offer"
        shown.append(
            OrderedLine(
                variant=written.variant_id,
                product=ProductShown(line.offer.product_slug, written.product_name),
                name=written.variant_name,
                unit=written.unit,
                image=line.offer.image,
                quantity=written.quantity,
                price=written.price,
                total=written.total,
                sales_point=PointShown(place.slug, place.name),
                parcel=numbers[written.parcel_id],
            )
        )
    return tuple(shown)


def _parcels(draft: Draft) -> tuple[ParcelShown, ...]:
    places = {place.place_id: place for line in draft.quote.lines for place, _ in line.takes}
    return tuple(
        ParcelShown(
            number=parcel.number,
            status=parcel.status,
            sales_point=PointShown(places[parcel.place_id].slug, places[parcel.place_id].name),
            reason=parcel.reason,
            amount=parcel.amount,
            deposit=parcel.deposit,
        )
        for parcel in draft.parcels
    )


def _delivery(delivery: ChosenDelivery) -> DeliveryShown:
    point = address = None
    if delivery.place_slug is not None and delivery.place_name is not None:
        point = PointShown(delivery.place_slug, delivery.place_name)
    if delivery.address_line is not None and delivery.commune_slug is not None and delivery.commune_name is not None:
        address = AddressShown(delivery.address_line, CommuneShown(delivery.commune_slug, delivery.commune_name))
    return DeliveryShown(method=delivery.method, sales_point=point, address=address)
