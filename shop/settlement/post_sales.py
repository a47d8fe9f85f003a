"""What a buyer has is sold: the ledger shares what it brought."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, TaxClass, Variant
from shop.core.clock import HANOI
from shop.core.money import Dong, split
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.producers.models import Producer, ProducerKind
from shop.settlement.books import books_of
from shop.settlement.models import EntryKind
from shop.settlement.post_entry import post_entry
from shop.settlement.posted import Posted
from shop.settlement.rates import rates_on
from shop.settlement.rules import Sold, share_line

HAD = (OrderStatus.HANDED_OVER, OrderStatus.DELIVERED)

Lines = Sequence[tuple[OrderLine, TaxClass]]


async def post_sales(session: AsyncSession, order: Order, parcels: Sequence[Parcel], posted: Posted) -> None:
    """Post each parcel its buyer has, with the rates of the day it was ordered and the taxes of its own."""
    new = [parcel for parcel in parcels if parcel.status in HAD and (EntryKind.SALE, parcel.id) not in posted]
    if not new:
        return
    lines = await _lines(session, order.id)
    rates = await rates_on(session, order.created_at.astimezone(HANOI).date())
    kinds = await _kinds(session, new)
    days = await _days(session, new)
    freed = _freed(order, parcels, lines)
    for parcel in new:
        inside = lines.get(parcel.id, [])
        kind = kinds.get(parcel.producer_id) if parcel.producer_id else None
        taken = rates if parcel.producer_id else None
        shares = [share_line(_sold(line, tax), taken, kind, days[parcel.id]) for line, tax in inside]
        books = books_of(
            parcel.producer_id,
            shares,
            carrier=parcel.carrier,
            delivery=parcel.amount - sum(share.paid for share in shares),
            freed=freed[parcel.id],
        )
        await post_entry(session, EntryKind.SALE, parcel.id, books, order_id=order.id, lines=shares)


def _sold(line: OrderLine, tax_class: TaxClass) -> Sold:
    return Sold(
        order_line_id=line.id,
        total=line.total,
        discount=line.discount,
        producer_discount=line.producer_discount,
        tax_class=tax_class,
    )


async def _lines(session: AsyncSession, order_id: UUID) -> Mapping[UUID, Lines]:
    """The lines of each parcel, with how their goods are taxed."""
    rows = await session.execute(
        select(OrderLine, Product.tax_class)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.id)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[tuple[OrderLine, TaxClass]]] = {}
    for line, tax_class in rows:
        found.setdefault(line.parcel_id, []).append((line, tax_class))
    return found


async def _kinds(session: AsyncSession, parcels: Sequence[Parcel]) -> Mapping[UUID, ProducerKind]:
    ids = {parcel.producer_id for parcel in parcels if parcel.producer_id}
    rows = await session.execute(select(Producer.id, Producer.kind).where(Producer.id.in_(ids)))
    return {row.id: row.kind for row in rows}


async def _days(session: AsyncSession, parcels: Sequence[Parcel]) -> Mapping[UUID, date]:
    """The day (Hà Nội) on which the buyer had each parcel."""
    rows = await session.execute(
        select(ParcelHistory.parcel_id, func.min(ParcelHistory.created_at))
        .where(ParcelHistory.parcel_id.in_([parcel.id for parcel in parcels]), ParcelHistory.status.in_(HAD))
        .group_by(ParcelHistory.parcel_id)
    )
    return {parcel_id: moment.astimezone(HANOI).date() for parcel_id, moment in rows}


def _freed(order: Order, parcels: Sequence[Parcel], lines: Mapping[UUID, Lines]) -> Mapping[UUID, Dong]:
    """What of the voucher that pays for the delivery falls to each parcel: by what its lines cost, as the delivery."""
    all_lines = [line for inside in lines.values() for line, _ in inside]
    freed = Dong(order.discount - sum(line.discount for line in all_lines))
    worths = [sum(line.total - line.discount for line, _ in lines.get(parcel.id, [])) for parcel in parcels]
    weights = worths if any(worths) else [1, *[0] * (len(worths) - 1)]
    return {parcel.id: share for parcel, share in zip(parcels, split(freed, weights), strict=True)}
