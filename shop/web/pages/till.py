"""Selling at the counter, on a phone: find, take, be paid."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.counter.errors import SaleUnknown
from shop.counter.models import CounterSale, PaidBy
from shop.counter.rules import MOST_CASH
from shop.counter.sell import Sale, Wanted, sell
from shop.counter.take_back import sale_for_staff
from shop.http.problems import describe
from shop.inventory.errors import OutOfStock
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.till_view import names_of, read_lines, till_page
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.till import TillPage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
UNCLEAR = 422
MOST_PIECES = 999
FIELDS = frozenset({"given", "age_confirmed"})


@get(both("/quay/ban"), guards=STAFF, include_in_schema=False)
async def show_till(
    visit: NamedDependency[Visit], phieu: Annotated[str, QueryParameter(max_length=40)] = ""
) -> Response[bytes]:
    """The sale as the address has it: searching and taking change nothing. `phieu` opens the slip of that code."""
    form = Form(dict(visit.request.query_params.items()))
    page = await till_page(visit, form)
    if phieu:
        try:
            sale = await sale_for_staff(visit.session, visit.actor, phieu)
        except SaleUnknown as unknown:
            problem = describe(unknown, visit.locale)
            return show(
                "till.html", visit.locale, msgspec.structs.replace(page, problem=problem.detail), status=problem.status
            )
        return go(visit.locale, f"/quay/ban/{sale.code}")
    return show("till.html", visit.locale, page)


@post(both("/quay/ban"), guards=STAFF, include_in_schema=False)
async def make_sale(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Sell; a refusal shows the sale again with the reason and what was typed."""
    form = await read_form(visit.request)
    wrong = _unreadable(form, visit)
    if wrong:
        return await _again(visit, form, UNCLEAR, errors=wrong)
    try:
        code = await attempt(visit, lambda session: _sell(session, visit, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _refused(visit, form, refusal)
    return go(visit.locale, f"/quay/ban/{code}?done=sold")


async def _sell(session: AsyncSession, visit: Visit, form: Form) -> str:
    paid_by = PaidBy.TRANSFER if form.text("paid_by", 20) == PaidBy.TRANSFER.value else PaidBy.CASH
    sale = Sale(
        lines=[_wanted(variant, line.typed, line.batch) for variant, line in read_lines(form).items()],
        paid_by=paid_by,
        expected_total=form.number("expected_total") or 0,
        given=form.number("given") if paid_by is PaidBy.CASH else None,
        note=form.text("note"),
        age_confirmed=bool(form.text("age_confirmed", 5)),
    )
    sale_id = await sell(session, visit.actor, form.text("place", 120), sale, form.request_key())
    return (await session.get_one(CounterSale, sale_id)).code


def _wanted(variant: UUID, typed: str, batch: str) -> Wanted:
    return Wanted(variant_id=variant, quantity=int(typed), batch=batch or None)


def _unreadable(form: Form, visit: Visit) -> tuple[FieldError, ...]:
    """What cannot be meant, beside the fields where it stands."""
    lines = read_lines(form)
    if not lines:
        return (FieldError(field="q", message=say(visit.locale, "web.till.nothing")),)
    wrong = say(visit.locale, "web.till.wrong_pieces")
    if (form.number("given") or 0) > MOST_CASH:
        return (FieldError(field="given", message=say(visit.locale, "web.drawer.wrong_amount")),)
    return tuple(
        FieldError(field=f"p-{variant}", message=wrong)
        for variant, line in lines.items()
        if not (line.typed.isdecimal() and line.typed.isascii() and 1 <= int(line.typed) <= MOST_PIECES)
    )


async def _refused(visit: Visit, form: Form, refusal: Refusal) -> Response[bytes]:
    told = Told(refusal, visit.locale, FIELDS)
    variant = str(refusal.extra.get("variant", ""))
    if isinstance(refusal, OutOfStock):
        words = say(visit.locale, "web.till.only_free", count=refusal.extra["available"])
        return await _again(visit, form, told.status, errors=(FieldError(field=f"p-{variant}", message=words),))
    return await _again(visit, form, told.status, errors=told.errors, problem=told.problem, about=variant)


async def _again(
    visit: Visit,
    form: Form,
    status: int,
    *,
    errors: tuple[FieldError, ...] = (),
    problem: str | None = None,
    about: str = "",
) -> Response[bytes]:
    async def write(session: AsyncSession) -> TillPage:
        return await till_page(visit.over(session), form)

    page = await attempt(visit, write)
    name = names_of(page).get(about)
    said = f"{name}: {problem}" if name and problem else problem
    return show("till.html", visit.locale, msgspec.structs.replace(page, errors=errors, problem=said), status=status)


routes = [show_till, make_sale]
