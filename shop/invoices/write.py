"""Write the invoices of an order: one for each parcel its buyer has, numbered within its seller's year."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, TaxClass, Variant
from shop.core.clock import local, today
from shop.core.money import Dong
from shop.invoices.keep import keep_invoice
from shop.invoices.models import InvoiceForm, InvoiceLine, SellerInvoice
from shop.invoices.rules import form_of, rate_on, share_vat
from shop.orders.errors import OrderUnknown
from shop.orders.extras import Invoice, extras_of
from shop.orders.models import Order, OrderExtra, OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.producers.models import Producer

SOLD = (OrderStatus.HANDED_OVER, OrderStatus.DELIVERED)


class Seller(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells, as an invoice names them."""

    name: str
    tax_code: str | None
    address: str | None


def seller_of(producer: Producer) -> Seller:
    """The seller as the register knows it now."""
    written = (producer.address, producer.commune_written, producer.district_written, producer.province_written)
    address = ", ".join(part for part in written if part) or None
    return Seller(name=producer.name, tax_code=producer.tax_code, address=address)


async def write_invoices(session: AsyncSession, order_id: UUID) -> int:
    """Write what is missing; returns how many were written. Safe to repeat, and for two at once.

    Locks the sold parcels first, then the series of their sellers in the order of their ids: whoever waits finds the
    invoices of whoever was before. A parcel without a producer, or one whose lines are gone, has no seller to write.

    Raises:
        OrderUnknown: there is none.
    """
    order = await session.get(Order, order_id)
    if order is None:
        raise OrderUnknown
    parcels = await _sold(session, order_id)
    found = await session.scalars(select(SellerInvoice.parcel_id).where(SellerInvoice.order_id == order_id))
    known = set(found)
    missing = [parcel for parcel in parcels if parcel.id not in known]
    if not missing:
        return 0
    said = extras_of(await session.scalar(select(OrderExtra).where(OrderExtra.order_id == order_id)))
    buyer = said.invoice if said else None
    days = await _days(session, [parcel.id for parcel in missing])
    lines = await _lines(session, [parcel.id for parcel in missing])
    count = 0
    for parcel in sorted(missing, key=lambda one: (one.producer_id or one.id, one.number)):
        producer = await session.get(Producer, parcel.producer_id) if parcel.producer_id else None
        if producer is not None and lines[parcel.id]:
            invoice = _invoice(order, parcel, producer, buyer)
            written = _taxed(lines[parcel.id], invoice.form, days[parcel.id])
            invoice.delivery = Dong(max(0, parcel.amount - sum(line.amount for line in written)))
            await keep_invoice(session, invoice, written, days[parcel.id])
            count += 1
    return count


async def _sold(session: AsyncSession, order_id: UUID) -> Sequence[Parcel]:
    found = await session.scalars(
        select(Parcel)
        .where(Parcel.order_id == order_id, Parcel.status.in_(SOLD))
        .order_by(Parcel.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def _days(session: AsyncSession, parcel_ids: Sequence[UUID]) -> dict[UUID, date]:
    """When the buyer got each parcel, as a day of Hà Nội: it names the year of the series and the rates.

    One whose history does not say it counts as had today.
    """
    rows = await session.execute(
        select(ParcelHistory.parcel_id, func.min(ParcelHistory.created_at))
        .where(ParcelHistory.parcel_id.in_(parcel_ids), ParcelHistory.status.in_(SOLD))
        .group_by(ParcelHistory.parcel_id)
    )
    day = await today(session)
    return dict.fromkeys(parcel_ids, day) | {parcel_id: local(moment).date() for parcel_id, moment in rows}


async def _lines(session: AsyncSession, parcel_ids: Sequence[UUID]) -> dict[UUID, list[tuple[OrderLine, TaxClass]]]:
    rows = await session.execute(
        select(OrderLine, Product.tax_class)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(OrderLine.parcel_id.in_(parcel_ids))
        .order_by(OrderLine.id)
    )
    found: dict[UUID, list[tuple[OrderLine, TaxClass]]] = {parcel_id: [] for parcel_id in parcel_ids}
    for line, tax_class in rows:
        found[line.parcel_id].append((line, tax_class))
    return found


def _invoice(order: Order, parcel: Parcel, producer: Producer, buyer: Invoice | None) -> SellerInvoice:
    """Who sold what to whom, still without a day, a number and its amounts."""
    seller = seller_of(producer)
    return SellerInvoice(
        parcel_id=parcel.id,
        order_id=order.id,
        producer_id=producer.id,
        form=form_of(producer.kind),
        order_code=order.code,
        parcel_number=parcel.number,
        seller_name=seller.name,
        seller_tax_code=seller.tax_code,
        seller_address=seller.address,
        buyer_name=buyer.name if buyer else None,
        buyer_tax_code=buyer.tax_code if buyer else None,
        buyer_address=buyer.address if buyer else None,
        buyer_email=buyer.email if buyer else None,
        locale=order.locale,
        payment_method=order.payment_method.value,
    )


def _taxed(sold: Sequence[tuple[OrderLine, TaxClass]], form: InvoiceForm, day: date) -> list[InvoiceLine]:
    rates = [rate_on(tax_class, day).percent if form is InvoiceForm.VAT else None for _, tax_class in sold]
    amounts = [line.total - line.discount for line, _ in sold]
    shares = share_vat(list(zip(amounts, rates, strict=True)))
    return [
        InvoiceLine(
            position=at,
            name=f"{line.product_name}, {line.variant_name}" if line.variant_name else line.product_name,
            unit=line.unit,
            quantity=line.quantity,
            price=line.price,
            discount=line.discount,
            producer_discount=line.producer_discount,
            amount=Dong(line.total - line.discount),
            tax_class=tax_class,
            vat_rate=rates[at - 1],
            vat=shares[at - 1],
        )
        for at, (line, tax_class) in enumerate(sold, start=1)
    ]
