"""What a carrier is told of a parcel of ours: what it is, where from, where to, and the cash to collect."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.carrier import Carrier, LabelOrder, Party
from shop.carriers.errors import AreaUnknown
from shop.carriers.models import Shipment
from shop.catalog.models import Product, Variant
from shop.delivery.rules import Load, Piece
from shop.delivery.ways import area_of, consignment_of, prepare_ways
from shop.orders.models import Order, OrderLine, Parcel
from shop.payments.rules import cash_due
from shop.places.models import Place
from shop.regions.models import Region

LONGEST_CONTENTS = 150  # signs, what carriers take


class Packed(msgspec.Struct, frozen=True):
    """A parcel with its order, the place it leaves from, the commune it goes to, and what is in it."""

    parcel: Parcel
    order: Order
    place: Place
    commune: Region
    load: Load
    contents: tuple[str, ...]


async def consign(session: AsyncSession, carrier: Carrier, shipment: Shipment) -> LabelOrder:
    """The parcel of `shipment` in the words of the one interface carriers are spoken to by.

    Raises:
        AreaUnknown: the carrier's table does not know where it comes from or goes to.
    """
    found = await packed_parcels(session, [shipment.reference])
    if not found:  # purged since: it goes nowhere
        raise AreaUnknown
    packed = found[0]
    task = await prepare_ways(session, [packed.load], packed.commune)
    target = area_of(task, carrier, packed.commune.id)
    origin = None if packed.place.commune_id is None else area_of(task, carrier, packed.place.commune_id)
    if origin is None or target is None:
        raise AreaUnknown
    order, place = packed.order, packed.place
    return LabelOrder(
        reference=packed.parcel.id,
        service=shipment.service,
        consignment=consignment_of(packed.load, origin, target, cash_due(order.payment_method, packed.parcel.cash)),
        sender=Party(name=place.name, phone=place.phone or "", line=place.address or place.name),
        receiver=Party(name=order.contact_name, phone=order.contact_phone, line=order.address_line or ""),
        contents=", ".join(packed.contents)[:LONGEST_CONTENTS],
        note=f"{order.code}-{packed.parcel.number}",
    )


async def packed_parcels(session: AsyncSession, parcel_ids: Sequence[UUID]) -> list[Packed]:
    """Parcels of deliveries with all that a label says of them, in their order. Two statements."""
    rows = await session.execute(
        select(Parcel, Order, Place, Region)
        .join(Order, Order.id == Parcel.order_id)
        .join(Place, Place.id == Parcel.place_id)
        .join(Region, Region.id == Order.address_commune_id)
        .where(Parcel.id.in_(parcel_ids))
        .order_by(Order.id, Parcel.number)
    )
    pieces, contents = await _inside(session, parcel_ids)
    return [
        Packed(
            parcel=parcel,
            order=order,
            place=place,
            commune=commune,
            load=Load(producer_id=parcel.producer_id, place_id=place.id, pieces=tuple(pieces[parcel.id])),
            contents=tuple(contents[parcel.id]),
        )
        for parcel, order, place, commune in rows
    ]


async def _inside(
    session: AsyncSession, parcel_ids: Sequence[UUID]
) -> tuple[dict[UUID, list[Piece]], dict[UUID, list[str]]]:
    pieces: dict[UUID, list[Piece]] = {one: [] for one in parcel_ids}
    contents: dict[UUID, list[str]] = {one: [] for one in parcel_ids}
    rows = await session.execute(
        select(OrderLine, Variant.net_weight_g, Product.shipping_class, Product.min_age)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(OrderLine.parcel_id.in_(parcel_ids))
        .order_by(OrderLine.id)
    )
    for line, weight, shipping, min_age in rows:
        name = f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name
        contents[line.parcel_id].append(f"{line.quantity} × {name}")
        pieces[line.parcel_id].append(
            Piece(
                variant_id=line.variant_id,
                quantity=line.quantity,
                net_weight_g=weight,
                shipping=shipping,
                value=line.total,
                min_age=min_age,
            )
        )
    return pieces, contents
