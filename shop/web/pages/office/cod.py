"""Cash on delivery in the office: who holds it, carriers' lists come in, hand-ins are settled."""

import asyncio
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.remittance.errors import RemittanceFileMissing
from shop.remittance.queries import FileRow, Handed, held_cash, late_cash, lists_sent, remittances
from shop.remittance.read_list import MOST_BYTES, read_list
from shop.remittance.rules import MOST_ROWS
from shop.remittance.send_list import send_list
from shop.remittance.settle import settle_remittance
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, Upload, read_form, read_upload
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.cod import CodPage, HandedView, HeldView, LateView, ListRow

HERE = "/van-phong/doi-soat-cod"
BODY = MOST_BYTES + 1_000_000  # the form around the file
LATE_SHOWN, LISTS_SHOWN, HANDED_SHOWN, SETTLED_SHOWN = 100, 20, 100, 10
FIELDS = frozenset({"document", "bank_reference"})
DONE = frozenset({"settled"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def cod_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """Who holds what, the lists, and what waits for the bank."""
    page = await _page(visit)
    told = say(visit.locale, f"web.cod.done_{done}") if done in DONE else None
    return show("office_cod.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False, request_max_body_size=BODY)
async def cod_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Take a list in to be checked, or settle a hand-in (the field `act`)."""
    form = await read_form(visit.request)
    try:
        where = await (_send(visit, form) if form.text("act", 20) == "send" else _settle(visit, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit),
            errors=told.errors,
            problem=told.problem,
            carrier=form.text("carrier", 20),
            typed_for=form.text("remittance", 40),
            typed=form.text("bank_reference", 80),
        )
        return show("office_cod.html", visit.locale, page, status=told.status)
    return go(visit.locale, where)


async def _send(visit: Visit, form: Form) -> str:
    """A file is read before the transaction begins, beside the loop: a large one takes a while."""
    try:
        carrier = CarrierName(form.text("carrier", 20))
    except ValueError:
        raise Invalid(field="carrier") from None
    upload: Upload | None = await read_upload(visit.request, "document", MOST_BYTES)
    if upload is None or not upload.content:
        raise RemittanceFileMissing(field="document")
    content, name = upload.content, upload.filename
    try:
        rows = await asyncio.to_thread(read_list, carrier, content, name)
    except Invalid as refusal:
        refusal.field = "document"
        raise

    async def send(session: AsyncSession) -> UUID:
        return await send_list(session, visit.actor, carrier, filename=name, content=content, rows=rows)

    return f"{HERE}/{await attempt(visit, send)}"


async def _settle(visit: Visit, form: Form) -> str:
    if form.text("act", 20) != "settle":
        raise Invalid(field="act")
    remittance, reference = form.key("remittance"), form.text("bank_reference", 80)
    await attempt(visit, lambda session: settle_remittance(session, visit.actor, remittance, reference))
    return f"{HERE}?done=settled"


async def _page(visit: Visit) -> CodPage:
    session, days = visit.session, visit.settings.carrier_cash_days
    late = await late_cash(session, days, limit=LATE_SHOWN)
    return CodPage(
        site=visit.site,
        console=office(visit, HERE),
        held=tuple(
            HeldView(
                carrier=one.carrier,
                place=one.place,
                parcels=one.parcels,
                amount=one.amount,
                since=one.since,
                late=one.late,
            )
            for one in await held_cash(session, days)
        ),
        late=tuple(
            LateView(
                parcel=f"{one.order}-{one.number}",
                carrier=one.carrier,
                tracking=one.tracking or "",
                amount=one.amount,
                since=one.since,
            )
            for one in late
        ),
        late_days=days,
        carriers=tuple(CarrierName),
        lists=tuple(list_row(row) for row in await lists_sent(session, limit=LISTS_SHOWN)),
        to_settle=tuple(handed_view(one) for one in await remittances(session, limit=HANDED_SHOWN)),
        settled=tuple(handed_view(one) for one in await remittances(session, limit=SETTLED_SHOWN, settled=True)),
        most_rows=MOST_ROWS,
        most_bytes=MOST_BYTES,
    )


def list_row(row: FileRow) -> ListRow:
    """A list as the pages show it."""
    return ListRow(
        id=str(row.file.id),
        carrier=row.file.carrier,
        filename=row.file.filename,
        state=row.file.state,
        lines=row.lines,
        waiting=row.waiting,
        amount=row.named,
        sent_at=row.file.created_at,
    )


def handed_view(one: Handed) -> HandedView:
    """A hand-in as the pages show it."""
    row = one.remittance
    return HandedView(
        id=str(row.id),
        carrier=row.carrier,
        place=one.place,
        parcels=one.parcels,
        amount=row.amount,
        fee=row.fee,
        at=row.created_at,
        bank_reference=row.bank_reference,
        settled_at=row.settled_at,
    )


routes = [cod_page, cod_act]
