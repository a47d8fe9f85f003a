"""An invoice as it is sent, printed and shown: one frozen struct, read from its rows."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.invoices.models import InvoiceForm, InvoiceLine, InvoiceState, SellerInvoice


class LineFact(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of goods; amounts include VAT. `rate` is percent; None: no VAT."""

    position: int
    name: str
    unit: str
    quantity: int
    price: Dong
    discount: Dong
    amount: Dong
    rate: int | None
    vat: Dong


class PartyFact(msgspec.Struct, frozen=True, kw_only=True):
    """A seller, or a buyer who wants an invoice."""

    name: str
    tax_code: str | None
    address: str | None
    email: str | None = None


class RateSum(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of a rate: what they cost without VAT, and the VAT."""

    rate: int | None
    net: Dong
    vat: Dong


def series_of(day: date) -> str:
    """The sign of the series: with the authority's code (C), the year, by a business (T), ours (CM)."""
    return f"C{day.year % 100:02}TCM"


class OriginalFact(msgspec.Struct, frozen=True, kw_only=True):
    """The invoice that another one adjusts; they have the same form."""

    number: int
    sold_on: date

    @property
    def series(self) -> str:
        """The sign of its series."""
        return series_of(self.sold_on)


class InvoiceDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A whole invoice. `id` is its key with the service that issues it; `buyer` None: none was wanted.

    One that `adjusts` another takes its amounts, which are negative, off it.
    """

    id: UUID
    form: InvoiceForm
    number: int
    sold_on: date
    order: str
    parcel: int
    seller: PartyFact
    buyer: PartyFact | None
    lines: tuple[LineFact, ...]
    total: Dong
    vat: Dong
    delivery: Dong
    payment: str
    state: InvoiceState
    authority_code: str | None
    adjusts: OriginalFact | None = None

    @property
    def series(self) -> str:
        """The sign of its series."""
        return series_of(self.sold_on)

    @property
    def sums(self) -> tuple[RateSum, ...]:
        """The lines summed by rate, the highest first, what bears no VAT last."""
        rates = sorted({line.rate for line in self.lines}, key=lambda rate: -1 if rate is None else rate, reverse=True)
        return tuple(self._sum(rate) for rate in rates)

    def _sum(self, rate: int | None) -> RateSum:
        own = [line for line in self.lines if line.rate == rate]
        vat = sum(line.vat for line in own)
        return RateSum(rate=rate, net=Dong(sum(line.amount for line in own) - vat), vat=Dong(vat))


async def documents_of(session: AsyncSession, invoices: Sequence[SellerInvoice]) -> list[InvoiceDocument]:
    """These invoices with their lines, in the same order; a statement, and one where some adjust others."""
    rows = await session.scalars(
        select(InvoiceLine)
        .where(InvoiceLine.invoice_id.in_([invoice.id for invoice in invoices]))
        .order_by(InvoiceLine.invoice_id, InvoiceLine.position)
    )
    lines: dict[UUID, list[InvoiceLine]] = {}
    for line in rows:
        lines.setdefault(line.invoice_id, []).append(line)
    originals = await _originals(session, [one.adjusts_id for one in invoices if one.adjusts_id is not None])
    return [
        _document(invoice, lines.get(invoice.id, []), originals[invoice.adjusts_id] if invoice.adjusts_id else None)
        for invoice in invoices
    ]


async def _originals(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, OriginalFact]:
    if not ids:
        return {}
    rows = await session.execute(
        select(SellerInvoice.id, SellerInvoice.number, SellerInvoice.sold_on).where(SellerInvoice.id.in_(ids))
    )
    return {row.id: OriginalFact(number=row.number, sold_on=row.sold_on) for row in rows}


def _document(invoice: SellerInvoice, lines: Sequence[InvoiceLine], adjusts: OriginalFact | None) -> InvoiceDocument:
    return InvoiceDocument(
        id=invoice.id,
        form=invoice.form,
        number=invoice.number,
        sold_on=invoice.sold_on,
        order=invoice.order_code,
        parcel=invoice.parcel_number,
        seller=PartyFact(name=invoice.seller_name, tax_code=invoice.seller_tax_code, address=invoice.seller_address),
        buyer=_buyer(invoice),
        lines=tuple(_line(line) for line in lines),
        total=invoice.total,
        vat=invoice.vat,
        delivery=invoice.delivery,
        payment=invoice.payment_method,
        state=invoice.state,
        authority_code=invoice.authority_code,
        adjusts=adjusts,
    )


def _buyer(invoice: SellerInvoice) -> PartyFact | None:
    if invoice.buyer_name is None:
        return None
    return PartyFact(
        name=invoice.buyer_name,
        tax_code=invoice.buyer_tax_code,
        address=invoice.buyer_address,
        email=invoice.buyer_email,
    )


def _line(line: InvoiceLine) -> LineFact:
    return LineFact(
        position=line.position,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        amount=line.amount,
        rate=line.vat_rate,
        vat=line.vat,
    )
