"""Refunds in the office: what is owed, a second person's word, paying by hand, owing more."""

from typing import Annotated
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.money import Dong
from shop.payments.models import RefundMethod, RefundState
from shop.payments.rules import needs_second_person
from shop.refunds.approve import approve_refund, send_again
from shop.refunds.owe import Claim, owe_claim
from shop.refunds.pay import SENT_BACK, pay_owed
from shop.refunds.queries import OrderToRefund, RefundRow, order_to_refund, refunds_paid, refunds_waiting
from shop.returns.terms import return_terms
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.refunds import LineChoice, OrderFound, RefundForm, RefundsPage, RefundView

HERE = "/van-phong/hoan-tien"
SHOWN, PAID_SHOWN = 50, 20
MOST = 10**13  # đồng a form may name
FIELDS = frozenset({"amount", "reason", "note"})
DONE = frozenset({"owed", "approved", "paid", "again"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def refunds_page(
    visit: NamedDependency[Visit],
    code: Annotated[str, QueryParameter(name="ma", max_length=40)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """What waits, the oldest first; what was paid; and an order of which something shall go back."""
    page = await _page(visit, code, after=read_id(after))
    told = say(visit.locale, f"web.refunds.done_{done}") if done in DONE else None
    return show("office_refunds.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def refunds_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Owe, approve, pay or send again (the field `act`)."""
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: _act(session, visit, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit, form.text("order", 40)),
            errors=told.errors,
            problem=told.problem,
            form=RefundForm(line=form.text("line", 40), amount=form.text("amount", 20), reason=form.text("reason")),
            request_key=form.text("request_key", 80) or str(uuid4()),
            typed_for=form.text("refund", 40),
            typed=form.text("note", 80),
            typed_method=form.text("method", 20),
        )
        return show("office_refunds.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={done}")


async def _act(session: AsyncSession, visit: Visit, form: Form) -> str:
    act, actor = form.text("act", 20), visit.actor
    if act == "owe":
        amount = form.number("amount")
        if amount is None or amount > MOST:
            raise Invalid(field="amount")
        claim = Claim(
            order=form.text("order", 40),
            line=form.key("line") if form.text("line", 40) else None,
            amount=amount,
            reason=form.text("reason"),
        )
        await owe_claim(session, actor, claim, key=form.request_key())
        return "owed"
    if act == "approve":
        await approve_refund(session, actor, form.key("refund"))
        return "approved"
    if act == "again":
        await send_again(session, actor, form.key("refund"))
        return "again"
    if act != "pay":
        raise Invalid(field="act")
    method = RefundMethod.CASH if form.text("method", 20) == "cash" else RefundMethod.TRANSFER
    terms = return_terms(visit.settings)
    await pay_owed(session, actor, form.key("refund"), method, note=form.text("note", 80), terms=terms)
    return "paid"


async def _page(visit: Visit, code: str, *, after: UUID | None = None) -> RefundsPage:
    session, limit = visit.session, Dong(visit.settings.refund_limit)
    waiting = await refunds_waiting(session, limit=SHOWN + 1, after=after)
    found = await order_to_refund(session, code) if code else None
    more = len(waiting) > SHOWN
    return RefundsPage(
        site=visit.site,
        console=office(visit, HERE),
        waiting=tuple(_view(row, visit.actor.person_id, limit) for row in waiting[:SHOWN]),
        paid=tuple(_view(row, visit.actor.person_id, limit) for row in await refunds_paid(session, limit=PAID_SHOWN)),
        limit=limit,
        code=code,
        order=None if found is None else _found(found),
        request_key=str(uuid4()),
        next_url=f"{HERE}?after={waiting[SHOWN - 1].id}" if more else None,
    )


def _found(found: OrderToRefund) -> OrderFound:
    return OrderFound(
        code=found.code,
        collected=found.collected,
        refunded=found.refunded,
        lines=tuple(LineChoice(id=str(line.id), name=line.name, paid=line.paid) for line in found.lines),
    )


def _view(row: RefundRow, reader: UUID | None, limit: Dong) -> RefundView:
    """What `reader` may do: a large refund is approved by one officer and paid by another."""
    open_ = row.state in {RefundState.OWED, RefundState.FAILED}
    second = open_ and needs_second_person(row.amount, limit) and row.approved_by is None
    sends = row.paid_by in SENT_BACK
    own = open_ and row.approved_by is not None and row.approved_by == reader
    by_hand = open_ and not (sends and row.state is RefundState.OWED)
    return RefundView(
        id=str(row.id),
        order=row.order,
        way=row.paid_by,
        amount=row.amount,
        state=row.state,
        about=row.about,
        name=row.name or "",
        reason=row.reason or "",
        failure=row.failure or "",
        asked_by=row.asked_name or "",
        approved_by=row.approved_name or "",
        method=row.method or "cash",
        voucher=row.voucher or "",
        note=row.note or "",
        at=row.at,
        paid_at=row.paid_at,
        by_provider=sends and row.state is RefundState.OWED,
        needs_second=second,
        own=own and by_hand,
        may_approve=second and row.asked_by != reader,
        may_pay=by_hand and not second and not own,
        may_send_again=sends and row.state is RefundState.FAILED,
    )


routes = [refunds_page, refunds_act]
