"""The labels of parcels: what a courier needs to know of each, and no more."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName, Shipment
from shop.carriers.ship import shipments_of
from shop.catalog.models import ShippingClass
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.i18n import Locale, say
from shop.core.money import Dong, show
from shop.core.pdf import A4, A6, Sheet
from shop.delivery.models import DeliveryMethod
from shop.delivery.quotes import way_of
from shop.dispatch.consign import Packed, packed_parcels
from shop.dispatch.errors import NoLabel
from shop.fulfilment.take import parcels_here
from shop.orders.models import Order, OrderStatus, Parcel
from shop.payments.rules import cash_due
from shop.places.models import Place

MOST_ON_SHEET = 40  # labels of one file
_QR = 34.0  # millimetres
_LONG = 90  # signs of an address that is written smaller
PRINTED = (OrderStatus.PACKED, OrderStatus.SHIPPED)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the label of one parcel; `tracking` is the carrier's number, None with our own riders."""

    code: str
    number: int
    carrier: CarrierName | None
    service: str
    tracking: str | None
    sender: str
    sender_phone: str
    sender_line: str
    receiver: str
    receiver_phone: str
    receiver_line: str
    cash: Dong
    weight_g: int
    signs: tuple[ShippingClass, ...]
    contents: tuple[str, ...]


async def labels_of(session: AsyncSession, actor: Actor, code: str, number: int | None) -> list[Label]:
    """The labels of an order's packed parcels at this actor's places, or of parcel `number` alone.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        NoLabel: none of it is packed, or it is fetched.
    """
    here = await parcels_here(session, actor, code, number)
    return await _labels(session, [parcel for parcel in here if parcel.status in PRINTED])


async def labels_at(session: AsyncSession, place: Place) -> list[Label]:
    """The labels of all packed parcels that wait at a place for somebody to bring them, the oldest first.

    Raises:
        NoLabel: there is none.
    """
    waiting = await session.scalars(
        select(Parcel)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.place_id == place.id, Parcel.status == OrderStatus.PACKED, Order.delivery == DeliveryMethod.SHIP)
        .order_by(Order.id, Parcel.number)
        .limit(MOST_ON_SHEET)
    )
    return await _labels(session, waiting.all())


async def _labels(session: AsyncSession, parcels: Sequence[Parcel]) -> list[Label]:
    ids = [parcel.id for parcel in parcels][:MOST_ON_SHEET]
    packed = await packed_parcels(session, ids) if ids else []
    if not packed:
        raise NoLabel
    shipments = await shipments_of(session, ids)
    services: dict[str, str] = {}
    for one in packed:
        if one.order.code not in services:
            way = await way_of(session, one.order.id)
            services[one.order.code] = way.service_name if way else ""
    return [_label(one, shipments.get(one.parcel.id), services[one.order.code]) for one in packed]


def _label(packed: Packed, shipment: Shipment | None, service: str) -> Label:
    order, place, commune = packed.order, packed.place, packed.commune
    carried = shipment if shipment is not None and shipment.dropped_at is None and shipment.tracking else None
    signs = {piece.shipping for piece in packed.load.pieces} - {ShippingClass.PARCEL, ShippingClass.NONE}
    return Label(
        code=order.code,
        number=packed.parcel.number,
        carrier=carried.carrier if carried else None,
        service=service if carried else "",
        tracking=carried.tracking if carried else None,
        sender=place.name,
        sender_phone=place.phone or "",
        sender_line=place.address or "",
        receiver=order.contact_name,
        receiver_phone=order.contact_phone,
        receiver_line=f"{order.address_line}, {commune.name}",
        cash=cash_due(order.payment_method, packed.parcel.cash),
        weight_g=packed.load.weight_g,
        signs=tuple(sorted(signs)),
        contents=packed.contents,
    )


async def print_labels(session: AsyncSession, labels: Sequence[Label], locale: Locale) -> bytes:
    """The labels as PDF: one fills a page of A6, several share pages of A4, four on each."""
    title, made_at = ", ".join(sorted({label.code for label in labels}))[:200], await now(session)
    sheet = _sheet(title, locale, made_at, len(labels))
    for label in labels:
        sheet.next_label()
        _print(sheet, label, locale)
    return sheet.content()


def _sheet(title: str, locale: Locale, made_at: datetime, count: int) -> Sheet:
    if count == 1:
        return Sheet(title, locale, made_at, size=A6)
    return Sheet(title, locale, made_at, size=A4, across=2, down=2)


def _print(sheet: Sheet, label: Label, locale: Locale) -> None:
    parcel = f"{label.code}-{label.number}"
    carrier = say(locale, f"label.carrier.{label.carrier.value if label.carrier else 'own'}")
    sheet.qr(label.tracking or parcel, _QR)
    sheet.write(carrier, 13, bold=True, most=2, beside=_QR + 2)
    sheet.write(label.service, 9, beside=_QR + 2)
    sheet.write(label.tracking or "", 11, bold=True, most=2, beside=_QR + 2)
    sheet.write(say(locale, "label.order", code=label.code, number=label.number), 9, bold=True, beside=_QR + 2, most=2)
    sheet.skip_to(_QR)
    sheet.rule()
    _party(sheet, say(locale, "label.from"), label.sender, label.sender_phone, label.sender_line)
    sheet.rule()
    _party(sheet, say(locale, "label.to"), label.receiver, label.receiver_phone, label.receiver_line, big=True)
    sheet.rule()
    sheet.write(say(locale, "label.cash" if label.cash else "label.paid", cash=show(label.cash)), 18, bold=True)
    sheet.write(say(locale, "label.weight", kg=f"{label.weight_g / 1000:.1f}".replace(".", _point(locale))), 10)
    if label.signs:
        sheet.write(" · ".join(say(locale, f"label.sign.{sign.value}") for sign in label.signs), 12, bold=True, most=2)
    sheet.write(say(locale, "label.contents", contents=", ".join(label.contents)), 8, most=3)


def _party(sheet: Sheet, head: str, name: str, phone: str, line: str, *, big: bool = False) -> None:
    sheet.write(head, 7.5)
    sheet.write(" · ".join(part for part in (name, phone) if part), 14 if big else 9, bold=True, most=2)
    sheet.write(line, (8.5 if len(line) > _LONG else 12) if big else 8, most=5 if big else 2)


def _point(locale: Locale) -> str:
    return "," if locale == "vi" else "."
