"""A producer's invoices: those that were refused, to be sent again, and the latest."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.i18n import Locale, knows, say
from shop.invoices.api import invoice_data, invoice_paper
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.queries import invoice_of_producer, latest_of, numbers_of, refused_of
from shop.invoices.send_again import send_again
from shop.producers.models import Producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.listing_view import may_write
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.visit import Visit
from shop.web.views.invoices import DeskInvoicesPage, InvoiceView

HERE = "/hoa-don"
ROWS = 30
YearParam = Annotated[int, QueryParameter(ge=0, le=9999)]
NumberParam = Annotated[int, QueryParameter(ge=0, le=2_000_000_000)]


@get(both("/chu-the/{slug:str}/hoa-don"), guards=PEOPLE, include_in_schema=False)
async def invoices_page(
    *,
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    year: YearParam = 0,
    number: NumberParam = 0,
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The refused ones, then the latest; `year` and `number` go on behind an invoice."""
    producer = await own_producer(visit, slug)
    before = (year, number) if year and number else None
    return show("desk_invoices.html", visit.locale, await _page(visit, producer, before, done == "sent"))


@post(both("/chu-the/{slug:str}/hoa-don"), guards=PEOPLE, include_in_schema=False)
async def invoices_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Send a refused one again."""
    producer = await own_producer(visit, slug)
    invoice_id = (await read_form(visit.request)).key("invoice")

    async def act(session: AsyncSession) -> None:
        own = await session.get_one(Producer, producer.id)
        await send_again(session, visit.actor, own, invoice_id)

    await attempt(visit, act)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?done=sent")


@get(both("/chu-the/{slug:str}/hoa-don/{invoice_id:uuid}"), guards=PEOPLE, include_in_schema=False)
async def invoice_file(
    visit: NamedDependency[Visit], slug: FromPath[str], invoice_id: FromPath[UUID]
) -> Response[bytes]:
    """One as PDF, issued or not."""
    producer = await own_producer(visit, slug)
    return invoice_paper(await invoice_of_producer(visit.session, producer.id, invoice_id))


@get(both("/chu-the/{slug:str}/hoa-don/{invoice_id:uuid}/xml"), guards=PEOPLE, include_in_schema=False)
async def invoice_fields(
    visit: NamedDependency[Visit], slug: FromPath[str], invoice_id: FromPath[UUID]
) -> Response[bytes]:
    """One as XML."""
    producer = await own_producer(visit, slug)
    return invoice_data(await invoice_of_producer(visit.session, producer.id, invoice_id))


async def _views(
    session: AsyncSession, invoices: Sequence[SellerInvoice], locale: Locale, *, may_send: bool = False
) -> tuple[InvoiceView, ...]:
    adjusted = await numbers_of(session, [one.adjusts_id for one in invoices if one.adjusts_id is not None])
    return tuple(
        _view(one, locale, adjusted.get(one.adjusts_id) if one.adjusts_id else None, may_send=may_send)
        for one in invoices
    )


async def _page(visit: Visit, producer: Producer, before: tuple[int, int] | None, sent: bool) -> DeskInvoicesPage:
    writes = await may_write(visit, producer)
    refused = await refused_of(visit.session, producer.id, ROWS)
    latest = await latest_of(visit.session, producer.id, ROWS + 1, before)
    base = f"/chu-the/{producer.slug}{HERE}"
    more = len(latest) > ROWS
    return DeskInvoicesPage(
        site=visit.site,
        console=desk(producer, HERE),
        action=base,
        refused=await _views(visit.session, refused, visit.locale, may_send=writes),
        latest=await _views(visit.session, latest[:ROWS], visit.locale),
        next_url=f"{base}?year={latest[ROWS - 1].year}&number={latest[ROWS - 1].number}" if more else None,
        done=say(visit.locale, "web.invoices.sent") if sent else None,
    )


def _view(invoice: SellerInvoice, locale: Locale, adjusts: tuple[int, int] | None, *, may_send: bool) -> InvoiceView:
    return InvoiceView(
        id=str(invoice.id),
        order=invoice.order_code,
        parcel=invoice.parcel_number,
        seller=invoice.seller_name,
        number=f"{invoice.number}/{invoice.year}",
        sold_on=invoice.sold_on,
        total=invoice.total,
        state=invoice.state,
        reason=_reason(invoice.refusal, locale) if invoice.state is InvoiceState.REFUSED else None,
        may_send=may_send,
        adjusts=f"{adjusts[0]}/{adjusts[1]}" if adjusts else None,
    )


def _reason(code: str | None, locale: Locale) -> str:
    key = f"web.invoices.refused.{code}"
    return say(locale, key) if knows(key) else say(locale, "web.invoices.refused_code", code=code or "")


routes = [invoices_page, invoices_act, invoice_file, invoice_fields]
