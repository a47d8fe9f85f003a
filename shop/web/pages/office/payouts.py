"""Payouts in the office: accounts of producers to confirm, who may be paid now, the batches."""

from typing import Annotated
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.money import Dong
from shop.payouts.draft import draft_batch, ready_now
from shop.payouts.propose_account import confirm_account
from shop.payouts.queries import accounts_to_confirm, payout_batches
from shop.payouts.terms import payout_terms
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.payout_views import account_view, batch_view
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.payouts import PayoutsPage

HERE = "/van-phong/chi-tra"
ACCOUNTS_SHOWN, BATCHES_SHOWN = 50, 30
DONE = frozenset({"confirmed"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def payouts_page(
    visit: NamedDependency[Visit],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """What waits, and the batches, the newest first."""
    page = await _page(visit, after=read_id(after))
    told = say(visit.locale, f"web.payouts.done_{done}") if done in DONE else None
    return show("office_payouts.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def payouts_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Confirm an account, or draft a batch (the field `act`)."""
    form = await read_form(visit.request)
    try:
        where = await (_draft(visit, form) if form.text("act", 20) == "draft" else _confirm(visit, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, frozenset())
        page = msgspec.structs.replace(await _page(visit), problem=told.problem)
        return show("office_payouts.html", visit.locale, page, status=told.status)
    return go(visit.locale, where)


async def _draft(visit: Visit, form: Form) -> str:
    terms, key = payout_terms(visit.settings), form.request_key()
    batch = await attempt(visit, lambda session: draft_batch(session, visit.actor, terms, key=key))
    return f"{HERE}/{batch}?done=drafted"


async def _confirm(visit: Visit, form: Form) -> str:
    if form.text("act", 20) != "confirm":
        raise Invalid(field="act")
    account = form.key("account")
    await attempt(visit, lambda session: confirm_account(session, visit.actor, account))
    return f"{HERE}?done=confirmed"


async def _page(visit: Visit, *, after: UUID | None = None) -> PayoutsPage:
    session, terms = visit.session, payout_terms(visit.settings)
    ready = await ready_now(session, terms)
    batches = await payout_batches(session, limit=BATCHES_SHOWN + 1, after=after)
    more = len(batches) > BATCHES_SHOWN
    return PayoutsPage(
        site=visit.site,
        console=office(visit, HERE),
        accounts=tuple(
            account_view(one, visit.actor.person_id) for one in await accounts_to_confirm(session, limit=ACCOUNTS_SHOWN)
        ),
        ready=len(ready),
        ready_amount=Dong(sum(one.amount for one in ready)),
        minimum=Dong(terms.minimum),
        days=terms.days,
        batches=tuple(batch_view(one) for one in batches[:BATCHES_SHOWN]),
        request_key=str(uuid4()),
        next_url=f"{HERE}?after={batches[BATCHES_SHOWN - 1].id}" if more else None,
    )


routes = [payouts_page, payouts_act]
