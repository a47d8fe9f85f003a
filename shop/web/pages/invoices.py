"""Receipts and invoices of an order, to download."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from shop.invoices.api import invoice_data, invoice_paper, receipt_paper
from shop.invoices.queries import invoices_of_order, issued_adjusting, issued_of_parcel, point_sales
from shop.orders.queries import readable_id
from shop.web.pages.answer import both
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.visit import Visit
from shop.web.views.invoices import InvoiceView, PointSaleView

MOST_PARCELS = 999


async def invoices_of(session: AsyncSession, order_id: UUID) -> tuple[InvoiceView, ...]:
    """What the page of an order shows of them; the caller has checked who may."""
    return tuple(
        InvoiceView(
            id=str(one.id) if one.adjusts else "",
            parcel=one.parcel,
            seller=one.seller.name,
            number=f"{one.series} {one.number}",
            state=one.state,
            total=one.total,
            adjusts=f"{one.adjusts.series} {one.adjusts.number}" if one.adjusts else None,
        )
        for one in await invoices_of_order(session, order_id)
    )


async def sold_by_points(session: AsyncSession, order_id: UUID) -> tuple[PointSaleView, ...]:
    """The parcels whose invoice is the point's own to write."""
    return tuple(PointSaleView(parcel=one.parcel, seller=one.seller) for one in await point_sales(session, order_id))


@get(both("/don-hang/{code:str}/bien-nhan"), include_in_schema=False)
async def receipt_page(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """The receipt of what was handed over."""
    return receipt_paper(await invoices_of_order(visit.session, await _order(visit, code)), visit.locale)


@get(both("/don-hang/{code:str}/hoa-don/{number:int}"), include_in_schema=False)
async def invoice_page(visit: NamedDependency[Visit], code: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """The invoice of a parcel as PDF."""
    return invoice_paper(await issued_of_parcel(visit.session, await _order(visit, code), _bounded(number)))


@get(both("/don-hang/{code:str}/hoa-don/{number:int}/xml"), include_in_schema=False)
async def invoice_xml(visit: NamedDependency[Visit], code: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """The same as XML."""
    return invoice_data(await issued_of_parcel(visit.session, await _order(visit, code), _bounded(number)))


@get(both("/don-hang/{code:str}/hoa-don-dieu-chinh/{adjusting_id:uuid}"), include_in_schema=False)
async def adjusting_page(
    visit: NamedDependency[Visit], code: FromPath[str], adjusting_id: FromPath[UUID]
) -> Response[bytes]:
    """An adjusting invoice as PDF."""
    return invoice_paper(await issued_adjusting(visit.session, await _order(visit, code), adjusting_id))


@get(both("/don-hang/{code:str}/hoa-don-dieu-chinh/{adjusting_id:uuid}/xml"), include_in_schema=False)
async def adjusting_xml(
    visit: NamedDependency[Visit], code: FromPath[str], adjusting_id: FromPath[UUID]
) -> Response[bytes]:
    """The same as XML."""
    return invoice_data(await issued_adjusting(visit.session, await _order(visit, code), adjusting_id))


async def _order(visit: Visit, code: str) -> UUID:
    own = orders_in(visit.request).get(code.upper())
    return await readable_id(visit.session, code, own, visit.actor, visit.settings.secret_key)


def _bounded(number: int) -> int:
    """A parcel's number as its column holds it; none is 0."""
    return number if 0 < number <= MOST_PARCELS else 0


routes = [receipt_page, invoice_page, invoice_xml, adjusting_page, adjusting_xml]
