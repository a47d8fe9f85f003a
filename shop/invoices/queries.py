"""Invoices for those who may read them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.invoices.document import InvoiceDocument, documents_of
from shop.invoices.errors import InvoiceUnknown
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.write import SOLD
from shop.orders.models import Parcel
from shop.places.models import Place

MOST = 50  # invoices of one order


async def invoices_of_order(session: AsyncSession, order_id: UUID) -> list[InvoiceDocument]:
    """What was sold of an order, parcel by parcel, each with what adjusts it; whoever asks has checked who may."""
    found = await session.scalars(
        select(SellerInvoice)
        .where(SellerInvoice.order_id == order_id)
        .order_by(SellerInvoice.parcel_number, SellerInvoice.adjusts_id.is_not(None), SellerInvoice.id)
        .limit(MOST)
    )
    return await documents_of(session, found.all())


class PointSale(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel whose goods no producer of the register sells: `seller` is the operator of its point, or the point."""

    parcel: int
    seller: str


async def point_sales(session: AsyncSession, order_id: UUID) -> list[PointSale]:
    """The parcels of an order that its buyer has and that no invoice is written for here."""
    rows = await session.execute(
        select(Parcel.number, Place.operator, Place.name)
        .join(Place, Place.id == Parcel.place_id)
        .where(Parcel.order_id == order_id, Parcel.producer_id.is_(None), Parcel.status.in_(SOLD))
        .order_by(Parcel.number)
        .limit(MOST)
    )
    return [PointSale(parcel=number, seller=operator or name) for number, operator, name in rows]


async def issued_of_parcel(session: AsyncSession, order_id: UUID, parcel: int) -> InvoiceDocument:
    """The invoice of a parcel, once it is issued.

    Raises:
        InvoiceUnknown: it is not.
    """
    return await _one(
        session,
        select(SellerInvoice).where(
            SellerInvoice.order_id == order_id,
            SellerInvoice.parcel_number == parcel,
            SellerInvoice.adjusts_id.is_(None),
            SellerInvoice.state == InvoiceState.ISSUED,
        ),
    )


async def issued_adjusting(session: AsyncSession, order_id: UUID, invoice_id: UUID) -> InvoiceDocument:
    """An adjusting invoice of an order, once it is issued.

    Raises:
        InvoiceUnknown: it is not.
    """
    return await _one(
        session,
        select(SellerInvoice).where(
            SellerInvoice.id == invoice_id,
            SellerInvoice.order_id == order_id,
            SellerInvoice.adjusts_id.is_not(None),
            SellerInvoice.state == InvoiceState.ISSUED,
        ),
    )


async def invoice_of_producer(session: AsyncSession, producer_id: UUID, invoice_id: UUID) -> InvoiceDocument:
    """An invoice of a producer, issued or not.

    Raises:
        InvoiceUnknown: it has none of this id.
    """
    return await _one(
        session, select(SellerInvoice).where(SellerInvoice.id == invoice_id, SellerInvoice.producer_id == producer_id)
    )


async def refused_of(session: AsyncSession, producer_id: UUID, limit: int) -> Sequence[SellerInvoice]:
    """Those the service refused, the oldest first."""
    found = await session.scalars(
        select(SellerInvoice)
        .where(SellerInvoice.producer_id == producer_id, SellerInvoice.state == InvoiceState.REFUSED)
        .order_by(SellerInvoice.id)
        .limit(limit)
    )
    return found.all()


async def latest_of(
    session: AsyncSession, producer_id: UUID, limit: int, before: tuple[int, int] | None = None
) -> Sequence[SellerInvoice]:
    """The newest of a producer; `before` is the year and number of the last one seen."""
    wanted = select(SellerInvoice).where(SellerInvoice.producer_id == producer_id)
    if before is not None:
        year, number = before
        earlier = (SellerInvoice.year < year) | ((SellerInvoice.year == year) & (SellerInvoice.number < number))
        wanted = wanted.where(earlier)
    found = await session.scalars(wanted.order_by(SellerInvoice.year.desc(), SellerInvoice.number.desc()).limit(limit))
    return found.all()


async def numbers_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Number and year of these invoices."""
    if not ids:
        return {}
    rows = await session.execute(
        select(SellerInvoice.id, SellerInvoice.number, SellerInvoice.year).where(SellerInvoice.id.in_(ids))
    )
    return {row.id: (row.number, row.year) for row in rows}


async def _one(session: AsyncSession, wanted: Select[SellerInvoice]) -> InvoiceDocument:
    found = await session.scalar(wanted)
    if found is None:
        raise InvoiceUnknown
    (document,) = await documents_of(session, [found])
    return document
