"""Reads for the staff of a place: what to fetch from the shelf, and from where else goods could come."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.delivery.models import DeliveryMethod
from shop.inventory.queries import available
from shop.orders.extras import PackingWords, packing_words_of
from shop.orders.models import Order, OrderExtra, OrderLine, OrderStatus, Parcel
from shop.orders.shown import OrderShown
from shop.payments.models import Payment, PaymentHistory, PaymentMethod, PaymentState


class PickPiece(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a variant to fetch from the shelf, for so many parcels."""

    variant: UUID
    sku: str
    product: str
    name: str
    unit: str
    pieces: int
    parcels: int


class PickLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant in a parcel, in the words of the order."""

    variant: UUID
    product: str
    name: str
    unit: str
    pieces: int


class PickParcel(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel to pack: the number within its order, how it leaves, what is in it and was said with it."""

    order: str
    number: int
    method: DeliveryMethod
    buyer: str
    lines: tuple[PickLine, ...]
    extras: PackingWords | None  # what the buyer said for the packing


class PickList(msgspec.Struct, frozen=True, kw_only=True):
    """The confirmed parcels of a place, the oldest order first, and what they need together; `more`: others wait."""

    pieces: tuple[PickPiece, ...]
    parcels: tuple[PickParcel, ...]
    more: bool


async def pick_list(session: AsyncSession, place_id: UUID, most: int) -> PickList:
    """What to fetch from the shelf for at most `most` confirmed parcels of a place. Two statements."""
    found = await session.execute(
        select(Parcel.id, Order.code, Parcel.number, Order.delivery, Order.contact_name, OrderExtra)
        .join(Order, Order.id == Parcel.order_id)
        .outerjoin(OrderExtra, OrderExtra.order_id == Order.id)
        .where(Parcel.place_id == place_id, Parcel.status == OrderStatus.CONFIRMED)
        .order_by(Order.id, Parcel.number)
        .limit(most + 1)
    )
    rows = found.all()
    lines: dict[UUID, list[PickLine]] = {row.id: [] for row in rows[:most]}
    pieces: dict[UUID, PickPiece] = {}
    for parcel_id, sku, line in await _lines(session, lines):
        lines[parcel_id].append(line)
        known = pieces.get(line.variant)
        pieces[line.variant] = PickPiece(
            variant=line.variant,
            sku=sku,
            product=line.product,
            name=line.name,
            unit=line.unit,
            pieces=line.pieces + (known.pieces if known else 0),
            parcels=1 + (known.parcels if known else 0),
        )
    parcels = [
        PickParcel(
            order=code,
            number=number,
            method=method,
            buyer=buyer,
            lines=tuple(lines[parcel_id]),
            extras=packing_words_of(extra),
        )
        for parcel_id, code, number, method, buyer, extra in rows[:most]
    ]
    return PickList(pieces=tuple(pieces.values()), parcels=tuple(parcels), more=len(rows) > most)


async def _lines(session: AsyncSession, parcels: Iterable[UUID]) -> list[tuple[UUID, str, PickLine]]:
    """The lines of parcels by the name of the goods, each with its parcel and its article number."""
    rows = await session.execute(
        select(
            OrderLine.parcel_id, Variant.id, Variant.sku, Product.name, Variant.name, Variant.unit, OrderLine.quantity
        )
        .join(Variant, Variant.id == OrderLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(OrderLine.parcel_id.in_(list(parcels)))
        .order_by(func.vn_fold(Product.name), Variant.name, Variant.id, OrderLine.id)
    )
    return [
        (parcel, sku, PickLine(variant=variant, product=product, name=name, unit=unit, pieces=pieces))
        for parcel, variant, sku, product, name, unit, pieces in rows
    ]


async def other_places(
    session: AsyncSession, orders: Iterable[OrderShown], here: str
) -> dict[tuple[str, int], list[tuple[str, str]]]:
    """For each confirmed parcel at `here` that is brought: the places (slug, name) that have all of it now.

    By the order's code and the parcel's number.
    """
    wanted: dict[tuple[str, int], dict[UUID, int]] = {}
    for order in orders:
        movable = {
            parcel.number
            for parcel in order.parcels
            if order.delivery.method is DeliveryMethod.SHIP
            and parcel.status is OrderStatus.CONFIRMED
            and parcel.sales_point.slug == here
        }
        for line in order.lines:
            if line.parcel in movable:
                wanted.setdefault((order.code, line.parcel), {})[line.variant] = line.quantity
    if not wanted:
        return {}
    stock = await available(session, {variant for lines in wanted.values() for variant in lines})
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    for key, lines in wanted.items():
        able = [
            {(at.slug, at.name) for at in stock[variant] if at.available >= pieces and at.slug != here}
            for variant, pieces in lines.items()
        ]
        found[key] = sorted(set.intersection(*able), key=lambda place: place[1])
    return found


async def were_cash(session: AsyncSession, codes: Sequence[str]) -> set[str]:
    """Those of these orders that were to be paid in cash and are paid another way."""
    moved = exists().where(PaymentHistory.payment_id == Payment.id, PaymentHistory.state == PaymentState.TO_COLLECT)
    found = await session.scalars(
        select(Order.code)
        .join(Payment, Payment.reference == Order.id)
        .where(Order.code.in_(codes), Payment.method != PaymentMethod.COD, Payment.state == PaymentState.PAID, moved)
    )
    return set(found)
