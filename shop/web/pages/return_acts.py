"""What desks do with returns, and returns as pages show them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Forbidden, Invalid
from shop.core.money import Dong
from shop.payments.models import RefundMethod
from shop.returns.decide import Decision, Verdict, decide_return
from shop.returns.models import ReturnState
from shop.returns.pay_back import pay_back
from shop.returns.queries import id_of_code, shown_return
from shop.returns.receive import Came, receive_return
from shop.returns.shown import ReturnedLine, ReturnShown
from shop.returns.terms import return_terms
from shop.web.pages.forms import Form
from shop.web.pages.visit import Visit
from shop.web.views.returns import ReturnLineView, ReturnView

ROWS = 30
VERDICTS = {"dong-y": Verdict.ACCEPT, "tu-choi": Verdict.DECLINE, "hoi-them": Verdict.MORE_INFO}
DONE = {*VERDICTS, "nhan", "hoan"}
_UNDECIDED = frozenset({ReturnState.ASKED, ReturnState.ESCALATED})


async def act_on_return(session: AsyncSession, visit: Visit, form: Form) -> str:
    """Decide, take in or pay back as the form says; returns the word of what was done."""
    act, code, terms = form.text("viec", 20), form.text("code", 40), return_terms(visit.settings)
    if act in VERDICTS:
        decision = Decision(verdict=VERDICTS[act], reason=form.text("reason"))
        await decide_return(session, visit.actor, code, decision, terms)
    elif act == "nhan":
        await receive_return(session, visit.actor, code, await _came(session, code, form), terms)
    elif act == "hoan":
        method = RefundMethod.TRANSFER if form.text("method", 20) == "transfer" else RefundMethod.CASH
        await pay_back(session, visit.actor, code, method, note=form.text("note"), terms=terms)
    else:
        raise Forbidden
    return act


async def _came(session: AsyncSession, code: str, form: Form) -> list[Came]:
    return_id = await id_of_code(session, code)
    lines: Sequence[ReturnedLine] = (await shown_return(session, return_id)).lines if return_id else ()
    return [
        Came(line=each.line, shelved=_number(form, f"s-{each.line}"), written_off=_number(form, f"w-{each.line}"))
        for each in lines
    ]


def _number(form: Form, name: str) -> int:
    number = form.number(name) if form.text(name, 20) else 0
    if number is None:
        raise Invalid(field=name)
    return number


def return_view(shown: ReturnShown, *, decides: bool = False, takes: bool = False, office: bool = False) -> ReturnView:
    """A return for who `decides` on it, `takes` its goods, or sits in the office."""
    open_to = decides and shown.state is not ReturnState.ESCALATED
    return ReturnView(
        code=shown.code,
        order=shown.order,
        parcel=shown.parcel,
        place_name=shown.sales_point,
        state=shown.state,
        reason=shown.reason,
        words=shown.words,
        photos=shown.photos,
        answer=shown.answer,
        due_at=shown.due_at,
        asked_at=shown.asked_at,
        lines=tuple(_line(line) for line in shown.lines),
        amount=shown.refund.amount if shown.refund else shown_amount(shown),
        voucher=shown.refund.voucher if shown.refund else None,
        steps=tuple((step.state, step.at) for step in shown.steps),
        may_decide=shown.state in _UNDECIDED and (open_to or office),
        may_receive=takes and shown.state is ReturnState.ACCEPTED,
        may_pay=takes and shown.state is ReturnState.RECEIVED,
    )


def shown_amount(shown: ReturnShown) -> Dong:
    """What the pieces that came are worth."""
    return Dong(sum(line.amount for line in shown.lines))


def _line(line: ReturnedLine) -> ReturnLineView:
    return ReturnLineView(
        line=str(line.line),
        name=", ".join(part for part in (line.product, line.name) if part),
        pieces=line.pieces,
        shelved=line.shelved,
        written_off=line.written_off,
        amount=line.amount,
    )
