"""Who may go on air, in the office: identities to verify, those that are, and licences."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.text import squeeze
from shop.training.decide_identity import Verdict, decide_identity
from shop.training.models import IdentityState
from shop.training.queries import find_licences, identities
from shop.training.revoke_licence import revoke_licence
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.training_views import identity_row, licence_row
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.training import OfficeAirPage

HERE = "/van-phong/dao-tao/len-song"
MOST = 100
SHORTEST = 3  # signs of a reason
ACTS = frozenset({*(verdict.value for verdict in Verdict), "licence"})
FIELDS = frozenset({"reason"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def air_page(
    visit: NamedDependency[Visit],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Who waits longest first; `q`: words of a licence holder's name."""
    page = await _page(visit, squeeze(q.replace("\x00", "")))
    told = say(visit.locale, f"web.air.done_{done}") if done in ACTS else None
    return show("office_air.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def air_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Decide on an identity (a verdict in the field `act`), or revoke a licence (`licence`). Safe to repeat."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        if type(refusal) is Invalid and refusal.field == "reason":
            told.errors = (FieldError(field="reason", message=say(visit.locale, "web.air.wrong_reason")),)
        page = msgspec.structs.replace(
            await _page(visit, ""),
            typed_for=form.text("person", 40) or form.text("licence", 40),
            typed=form.text("reason"),
            errors=told.errors,
            problem=told.problem,
        )
        return show("office_air.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id, reason = person_of(visit.actor), form.text("reason")
    if act not in ACTS:
        raise Invalid(field="act")
    if act != Verdict.VERIFY and len(reason) < SHORTEST:
        raise Invalid(field="reason")
    if act == "licence":
        await revoke_licence(session, officer_id, form.key("licence"), reason)
        return
    version = form.number("version")
    if version is None:
        raise Invalid(field="version")
    await decide_identity(session, officer_id, form.key("person"), Verdict(act), version=version, reason=reason)


async def _page(visit: Visit, q: str) -> OfficeAirPage:
    session, reader, day = visit.session, person_of(visit.actor), await today(visit.session)
    waiting = await identities(session, [IdentityState.SUBMITTED], MOST)
    verified = await identities(session, [IdentityState.VERIFIED], MOST)
    found = await find_licences(session, q, MOST)
    return OfficeAirPage(
        site=visit.site,
        console=office(visit, HERE),
        waiting=tuple(identity_row(one, reader) for one in waiting),
        verified=tuple(identity_row(one, reader) for one in verified),
        licences=tuple(licence_row(visit.locale, one, day, reader) for one in found),
        q=q,
    )


routes = [air_page, air_act]
