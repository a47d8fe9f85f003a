"""One batch of payouts in the office: approved by a second person, taken to the bank, noted one by one or all."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.errors import Invalid, NotFound, Refusal
from shop.core.i18n import say
from shop.payouts.approve import approve_batch, drop_batch
from shop.payouts.mark import mark_all_paid, mark_failed, mark_paid
from shop.payouts.queries import PayoutShown, payout_batch, payouts_of_batch
from shop.payouts.send_file import bank_file, send_batch
from shop.payouts.terms import payout_terms
from shop.settlement.models import PayoutMethod, PayoutState
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.office.payouts import HERE
from shop.web.pages.payout_views import batch_view, payout_view
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.payouts import PayoutBatchPage

LONGEST_REFERENCE = 80
FIELDS = frozenset({"reference", "reason"})
DONE = frozenset({"drafted", "approved", "dropped", "sent", "unsent", "paid", "failed"})


@get(both(HERE + "/{batch_id:uuid}"), guards=OFFICERS, include_in_schema=False)
async def batch_page(
    visit: NamedDependency[Visit],
    batch_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The payouts by their numbers."""
    page = await _page(visit, batch_id)
    told = say(visit.locale, f"web.payouts.done_{done}") if done in DONE else None
    return show("office_payout_batch.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE + "/{batch_id:uuid}"), guards=OFFICERS, include_in_schema=False)
async def batch_act(visit: NamedDependency[Visit], batch_id: FromPath[UUID]) -> Response[bytes]:
    """Approve, drop, let go, note (the field `act`)."""
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: _act(session, visit, batch_id, form))
    except NotFound:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit, batch_id),
            errors=told.errors,
            problem=told.problem,
            typed_for=form.text("payout", 40) or "all",
            reference=form.text("reference", LONGEST_REFERENCE),
            reason=form.text("reason"),
        )
        return show("office_payout_batch.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}/{batch_id}?done={done}")


@get(both(HERE + "/{batch_id:uuid}/uy-nhiem-chi.csv"), guards=OFFICERS, include_in_schema=False)
async def batch_file(visit: NamedDependency[Visit], batch_id: FromPath[UUID]) -> Response[bytes]:
    """The file for the bank, always the same."""
    batch = await payout_batch(visit.session, batch_id)
    name = f"chi-tra-{batch.made_at:%Y%m%d-%H%M}.csv"
    return Response(
        await bank_file(visit.session, batch_id),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"},
    )


async def _act(session: AsyncSession, visit: Visit, batch_id: UUID, form: Form) -> str:
    act, actor = form.text("act", 20), visit.actor
    if act == "approve":
        await approve_batch(session, actor, batch_id, payout_terms(visit.settings))
        return "approved"
    if act == "drop":
        await drop_batch(session, actor, batch_id)
        return "dropped"
    if act == "send":
        return "sent" if await send_batch(session, actor, batch_id) else "unsent"
    return await _note(session, visit, batch_id, form)


async def _note(session: AsyncSession, visit: Visit, batch_id: UUID, form: Form) -> str:
    act, reference = form.text("act", 20), form.text("reference", LONGEST_REFERENCE)
    if act == "paid":
        await mark_paid(session, visit.actor, form.key("payout"), reference)
        return "paid"
    if act == "all_paid":
        await mark_all_paid(session, visit.actor, batch_id, reference)
        return "paid"
    if act != "failed":
        raise Invalid(field="act")
    await mark_failed(session, visit.actor, form.key("payout"), form.text("reason"))
    return "failed"


async def _page(visit: Visit, batch_id: UUID) -> PayoutBatchPage:
    session = visit.session
    batch, payouts, moment = (
        await payout_batch(session, batch_id),
        await payouts_of_batch(session, batch_id),
        await now(session),
    )
    return PayoutBatchPage(
        site=visit.site,
        console=office(visit, HERE),
        batch=batch_view(batch),
        payouts=tuple(payout_view(one, moment, visit.locale) for one in payouts),
        own=batch.made_by == visit.actor.person_id,
        to_send=_count(payouts, PayoutMethod.TRANSFER, PayoutState.APPROVED),
        by_stripe=_count(payouts, PayoutMethod.STRIPE, PayoutState.APPROVED, PayoutState.SENT),
        in_file=sum(one.sent_at is not None and one.method is PayoutMethod.TRANSFER for one in payouts),
        waiting=_count(payouts, PayoutMethod.TRANSFER, PayoutState.SENT),
    )


def _count(payouts: Sequence[PayoutShown], method: PayoutMethod, *states: PayoutState) -> int:
    return sum(one.method is method and one.state in states for one in payouts)


routes = [batch_page, batch_act, batch_file]
