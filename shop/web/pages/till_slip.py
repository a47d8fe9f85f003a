"""The slip of a walk-in sale: to print, and to take something back."""

from typing import Annotated
from uuid import uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.errors import Forbidden, NotFound, Refusal
from shop.core.i18n import say
from shop.counter.models import CounterSale, Fate, PaidBy
from shop.counter.queries import sale_shown
from shop.counter.shown import SoldLine
from shop.counter.take_back import Brought, TakingBack, sale_for_staff, take_back
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.stockroom_view import named
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.till import SlipLine, SlipPage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
UNCLEAR = 422
SHORTEST_REASON = 3
DONE = frozenset({"sold", "returned"})
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
_EMPTY = Form({})


@get(both("/quay/ban/{sale_code:str}"), guards=STAFF, include_in_schema=False)
async def show_slip(
    visit: NamedDependency[Visit],
    sale_code: CodePath,
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """One sale, for the staff of its point; `done` says what was just done."""
    page = await _page(visit, sale_code, _EMPTY)
    told = say(visit.locale, f"web.till.done_{done}") if done in DONE else None
    return show("till_slip.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/quay/ban/{sale_code:str}/tra-hang"), guards=STAFF, include_in_schema=False)
async def return_goods(visit: NamedDependency[Visit], sale_code: CodePath) -> Response[bytes]:
    """Take goods back; a refusal shows the slip with the reason and what was typed."""
    form = await read_form(visit.request)
    wrong = await attempt(visit, lambda session: _unreadable(session, visit, sale_code, form))
    if wrong:
        return await _again(visit, sale_code, form, UNCLEAR, errors=wrong)
    try:
        await attempt(visit, lambda session: _take_back(session, visit, sale_code, form))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        return await _again(visit, sale_code, form, told.status, problem=told.problem)
    return go(visit.locale, f"/quay/ban/{sale_code}?done=returned")


async def _take_back(session: AsyncSession, visit: Visit, code: str, form: Form) -> None:
    sale = await sale_for_staff(session, visit.actor, code)
    lines = [
        Brought(
            variant_id=line.variant,
            pieces=form.number(f"p-{line.variant}") or 0,
            fate=Fate.DAMAGED if form.text(f"f-{line.variant}", 20) == Fate.DAMAGED.value else Fate.SHELF,
        )
        for line in (await sale_shown(session, sale.id)).lines
        if form.number(f"p-{line.variant}")
    ]
    paid_by = PaidBy.TRANSFER if form.text("paid_by", 20) == PaidBy.TRANSFER.value else PaidBy.CASH
    brought = TakingBack(lines=lines, paid_by=paid_by, reason=form.text("reason"))
    await take_back(session, visit.actor, code, brought, form.request_key())


async def _unreadable(session: AsyncSession, visit: Visit, code: str, form: Form) -> tuple[FieldError, ...]:
    sale = await sale_for_staff(session, visit.actor, code)
    lines = (await sale_shown(session, sale.id)).lines
    typed = {f"p-{line.variant}": form.text(f"p-{line.variant}", 10) for line in lines}
    wrong = [
        FieldError(field=name, message=say(visit.locale, "web.till.wrong_back", count=line.quantity - line.returned))
        for (name, text), line in zip(typed.items(), lines, strict=True)
        if text and not _is_number(text, line.quantity - line.returned)
    ]
    if not any(text not in {"", "0"} for text in typed.values()):
        wrong.append(FieldError(field=next(iter(typed)), message=say(visit.locale, "web.till.nothing_back")))
    if len(form.text("reason")) < SHORTEST_REASON:
        wrong.append(FieldError(field="reason", message=say(visit.locale, "web.till.no_reason")))
    return tuple(wrong)


def _is_number(text: str, most: int) -> bool:
    return text.isdecimal() and text.isascii() and int(text) <= most


async def _again(
    visit: Visit,
    code: str,
    form: Form,
    status: int,
    *,
    errors: tuple[FieldError, ...] = (),
    problem: str | None = None,
) -> Response[bytes]:
    async def write(session: AsyncSession) -> SlipPage:
        return await _page(visit.over(session), code, form)

    page = await attempt(visit, write)
    told = msgspec.structs.replace(page, errors=errors, problem=problem)
    return show("till_slip.html", visit.locale, told, status=status)


async def _page(visit: Visit, code: str, form: Form) -> SlipPage:
    row: CounterSale = await sale_for_staff(visit.session, visit.actor, code)
    sale = await sale_shown(visit.session, row.id)
    pay_back = form.text("paid_by", 20) or sale.paid_by.value
    return SlipPage(
        site=visit.site,
        place_slug=sale.place,
        place_name=sale.place_name,
        request_key=uuid4().hex,
        code=sale.code,
        seller=sale.seller,
        sold_at=sale.sold_at,
        paid_by=sale.paid_by,
        total=sale.total,
        given=sale.given,
        change=sale.change,
        refunded=sale.refunded,
        note=sale.note,
        lines=tuple(_line(line, form) for line in sale.lines),
        pay_back=pay_back,
        reason=form.text("reason"),
    )


def _line(line: SoldLine, form: Form) -> SlipLine:
    return SlipLine(
        variant=str(line.variant),
        name=named(line.product, line.name),
        unit=line.unit,
        quantity=line.quantity,
        price=line.price,
        total=line.total,
        left=line.quantity - line.returned,
        typed=form.text(f"p-{line.variant}", 10),
        fate=form.text(f"f-{line.variant}", 20),
    )


routes = [show_slip, return_goods]
