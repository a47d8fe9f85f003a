"""Transfers only a person can decide on: booked to an order, sent back, or kept."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.decide_case import NOT_OURS, keep_case, match_case, return_case
from shop.bank.queries import CaseShown, Suggestion, count_open_cases, decided_cases, open_cases, suggest_orders
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.transfers import CaseOrder, CaseRow, DecidedRow, TransfersPage

HERE = "/van-phong/chuyen-khoan"
ROWS = 20  # cases on one page
DECIDED = 20
LONGEST = 120  # signs of a code or a bank's reference
LONGEST_NOTE = 300
FIELDS = frozenset({"code", "bank_reference", "note"})
DONE = frozenset({"match", "return", "keep"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def cases_page(
    visit: NamedDependency[Visit],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Those that wait, the oldest first, and those decided last."""
    told = say(visit.locale, f"web.transfers.done_{done}") if done in DONE else None
    page = await _page(visit, after=read_id(after), done=told)
    return show("office_transfers.html", visit.locale, page)


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def cases_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Decide on the transfer `case` (the field `act`). A refusal shows the page with why, and what was typed."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), form=form, told=told))
        return show("office_transfers.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id, case_id = person_of(visit.actor), form.key("case")
    note = form.text("note", LONGEST_NOTE)
    if act == "match":
        await match_case(session, officer_id, case_id, form.text("code", LONGEST), note)
    elif act == "return":
        await return_case(session, officer_id, case_id, form.text("bank_reference", LONGEST), note)
    elif act == "keep":
        await keep_case(session, officer_id, case_id, note)
    else:
        raise Invalid(field="act")


async def _page(
    visit: Visit,
    *,
    after: UUID | None = None,
    done: str | None = None,
    form: Form | None = None,
    told: Told | None = None,
) -> TransfersPage:
    cases = await open_cases(visit.session, ROWS + 1, after)
    shown = cases[:ROWS]
    orders = await suggest_orders(visit.session, shown)
    rows = tuple(_row(visit, case, orders.get(case.id, [])) for case in shown)
    typed = form.text("case", 40) if form is not None else ""
    wrong = told.errors if told else ()
    if form is not None:
        rows = tuple(_typed(row, form, wrong) if row.id == typed else row for row in rows)
    at_field = tuple(FieldError(field=f"{error.field}-{typed}", message=error.message) for error in wrong)
    seen = any(row.id == typed for row in rows)
    return TransfersPage(
        site=visit.site,
        console=office(visit, HERE),
        rows=rows,
        decided=tuple(_decided(case) for case in await decided_cases(visit.session, DECIDED)),
        total=await count_open_cases(visit.session),
        next_url=f"{HERE}?after={shown[-1].id}" if len(cases) > ROWS else None,
        errors=at_field if seen else (),
        problem=told.problem if told and (seen or told.problem) else wrong[0].message if wrong else None,
        done=done,
    )


def _row(visit: Visit, case: CaseShown, orders: list[Suggestion]) -> CaseRow:
    return CaseRow(
        id=str(case.id),
        reason=say(visit.locale, f"web.transfers.reason.{case.reason.value}"),
        amount=case.amount,
        currency=case.currency,
        account=case.account,
        content=case.content,
        told_reference=case.told_reference,
        told_at=case.told_at,
        bookable=case.reason not in NOT_OURS,
        orders=tuple(
            CaseOrder(code=one.code, name=one.contact_name, rest=one.rest, by_memo=one.by_memo) for one in orders
        ),
    )


def _typed(row: CaseRow, form: Form, errors: tuple[FieldError, ...]) -> CaseRow:
    return msgspec.structs.replace(
        row,
        act=form.text("act", 20),
        code=form.text("code", LONGEST),
        bank_reference=form.text("bank_reference", LONGEST),
        note=form.text("note", LONGEST_NOTE),
        errors=errors,
    )


def _decided(case: CaseShown) -> DecidedRow:
    assert case.decided_at is not None, "a decided case says when"
    return DecidedRow(
        state=case.state.value,
        amount=case.amount,
        currency=case.currency,
        content=case.content,
        order_code=case.order_code,
        bank_reference=case.bank_reference,
        note=case.note,
        decided_by=case.decided_by or "",
        decided_at=case.decided_at,
    )


routes = [cases_page, cases_act]
