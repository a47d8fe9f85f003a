"""Addresses of invoices and receipts: whoever may read the order may read them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.http.locale import locale_of
from shop.invoices.document import InvoiceDocument, OriginalFact
from shop.invoices.errors import InvoiceUnknown
from shop.invoices.models import InvoiceForm, InvoiceState
from shop.invoices.print_invoice import print_invoice
from shop.invoices.print_receipt import print_receipt
from shop.invoices.queries import PointSale, invoices_of_order, issued_adjusting, issued_of_parcel, point_sales
from shop.invoices.write_xml import xml_of
from shop.orders.queries import readable_id

PDF, XML = "application/pdf", "application/xml"
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
NumberPath = Annotated[int, PathParameter(ge=1, le=999)]
TokenHeader = Annotated[str | None, HeaderParameter(name="X-Order-Token", max_length=100)]


class OriginalOut(msgspec.Struct, frozen=True, kw_only=True):
    """The invoice that is adjusted."""

    series: str
    number: int
    sold_on: date


class InvoiceOut(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice of one parcel, or one that adjusts it by negative amounts. Amounts include VAT."""

    id: UUID
    parcel: int
    form: InvoiceForm
    series: str
    number: int
    sold_on: date
    seller: str
    total: Dong
    vat: Dong
    state: InvoiceState
    authority_code: str | None
    adjusts: OriginalOut | None


class InvoiceList(msgspec.Struct, frozen=True):
    """The invoices of an order, parcel by parcel, and the parcels whose point sells and writes its own."""

    items: list[InvoiceOut]
    sold_by_points: list[PointSale]


def invoice_paper(document: InvoiceDocument) -> Response[bytes]:
    """The invoice as PDF, for the routes and the pages."""
    return _file(print_invoice(document), PDF, f"{_name(document)}.pdf", "vi")


def invoice_data(document: InvoiceDocument) -> Response[bytes]:
    """The invoice as XML."""
    return _file(xml_of(document), XML, f"{_name(document)}.xml", "vi")


def _name(document: InvoiceDocument) -> str:
    name = f"hoa-don-{document.order}-{document.parcel}"
    return name if document.adjusts is None else f"{name}-dieu-chinh-{document.number}"


def receipt_paper(found: list[InvoiceDocument], locale: Locale) -> Response[bytes]:
    """The receipt as PDF: what was handed over; what went back later is not taken off it.

    Raises:
        InvoiceUnknown: nothing of the order was handed over yet.
    """
    documents = [document for document in found if document.adjusts is None]
    if not documents:
        raise InvoiceUnknown
    name = "bien-nhan" if locale == "vi" else "receipt"
    return _file(print_receipt(documents, locale), PDF, f"{name}-{documents[0].order}.pdf", locale)


def _file(content: bytes, media_type: str, name: str, locale: Locale) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "private, no-store",
        "content-language": locale,
    }
    return Response(content, media_type=media_type, headers=headers)


@get("/{code:str}/invoices", operation_id="listInvoices", summary="The invoices of an order")
async def list_all(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> InvoiceList:
    """One for each parcel that was handed over, by its seller."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    found = [_out(one) for one in await invoices_of_order(session, order_id)]
    return InvoiceList(found, await point_sales(session, order_id))


@get("/{code:str}/receipt.pdf", operation_id="getReceipt", summary="The receipt of an order as PDF")
async def receipt(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    token: TokenHeader = None,
) -> Response[bytes]:
    """Of what was handed over so far."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return receipt_paper(await invoices_of_order(session, order_id), locale_of(request.scope))


@get("/{code:str}/invoices/{number:int}/invoice.pdf", operation_id="getInvoicePdf", summary="An invoice as PDF")
async def paper(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    number: NumberPath,
    token: TokenHeader = None,
) -> Response[bytes]:
    """Of the parcel of that number, once it is issued; in Vietnamese."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return invoice_paper(await issued_of_parcel(session, order_id, number))


@get("/{code:str}/invoices/{number:int}/invoice.xml", operation_id="getInvoiceXml", summary="An invoice as XML")
async def data(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    number: NumberPath,
    token: TokenHeader = None,
) -> Response[bytes]:
    """The fields of the tax authority, unsigned."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return invoice_data(await issued_of_parcel(session, order_id, number))


@get(
    "/{code:str}/adjusting-invoices/{adjusting_id:uuid}/invoice.pdf",
    operation_id="getAdjustingInvoicePdf",
    summary="An adjusting invoice as PDF",
)
async def adjusting_paper(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    adjusting_id: FromPath[UUID],
    token: TokenHeader = None,
) -> Response[bytes]:
    """What was owed back of a parcel's goods, once it is issued; in Vietnamese."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return invoice_paper(await issued_adjusting(session, order_id, adjusting_id))


@get(
    "/{code:str}/adjusting-invoices/{adjusting_id:uuid}/invoice.xml",
    operation_id="getAdjustingInvoiceXml",
    summary="An adjusting invoice as XML",
)
async def adjusting_data(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    adjusting_id: FromPath[UUID],
    token: TokenHeader = None,
) -> Response[bytes]:
    """The fields of the tax authority, unsigned."""
    order_id = await readable_id(session, code, token, actor, settings.secret_key)
    return invoice_data(await issued_adjusting(session, order_id, adjusting_id))


def _out(document: InvoiceDocument) -> InvoiceOut:
    return InvoiceOut(
        id=document.id,
        parcel=document.parcel,
        form=document.form,
        series=document.series,
        number=document.number,
        sold_on=document.sold_on,
        seller=document.seller.name,
        total=document.total,
        vat=document.vat,
        state=document.state,
        authority_code=document.authority_code,
        adjusts=_original(document.adjusts) if document.adjusts else None,
    )


def _original(fact: OriginalFact) -> OriginalOut:
    return OriginalOut(series=fact.series, number=fact.number, sold_on=fact.sold_on)


HANDLERS = [list_all, receipt, paper, data, adjusting_paper, adjusting_data]
routes = [Router("/api/v1/orders", route_handlers=HANDLERS, tags=["orders"])]
