"""Orders of authorities to remove something: those that wait, a form for one more, and those carried out."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.oversight.models import Takedown, TakedownKind
from shop.oversight.queries import takedowns
from shop.oversight.takedown import TakedownOrder, carry_out, note_takedown
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.oversight import TakedownForm, TakedownRow, TakedownsPage

HERE = "/van-phong/yeu-cau-go"
FIELDS = frozenset({"subject", "authority", "document_no"})
DONE = frozenset({"note", "carry"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def takedowns_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """What is due first at the top."""
    page = await _page(visit)
    told = say(visit.locale, f"web.oversight.done_{done}") if done in DONE else None
    return show("office_takedowns.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def takedowns_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Note an order, or carry one out (the field `act`). Each is safe to repeat."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session)))
        typed = TakedownForm(**{name: form.text(name) for name in TakedownForm.__struct_fields__})
        page = msgspec.structs.replace(page, form=typed, errors=told.errors, problem=told.problem)
        return show("office_takedowns.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id = person_of(visit.actor)
    if act == "note":
        kind = form.text("kind", 20)
        if kind not in set(TakedownKind):
            raise Invalid(field="kind")
        order = TakedownOrder(
            kind=TakedownKind(kind),
            subject=form.text("subject"),
            authority=form.text("authority"),
            document_no=form.text("document_no"),
        )
        await note_takedown(session, officer_id, order)
    elif act == "carry":
        await carry_out(session, visit.actor, form.key("takedown"), form.text("how"), visit.settings.base_url)
    else:
        raise Invalid(field="act")


async def _page(visit: Visit) -> TakedownsPage:
    moment = await now(visit.session)

    def row(one: Takedown) -> TakedownRow:
        return TakedownRow(
            id=str(one.id),
            kind=one.kind,
            subject=one.subject,
            authority=one.authority,
            document_no=one.document_no,
            received_at=one.received_at,
            due_at=one.due_at,
            late=(one.done_at or moment) > one.due_at,
            done_at=one.done_at,
            note=one.done_note or "",
        )

    return TakedownsPage(
        site=visit.site,
        console=office(visit, HERE),
        waiting=tuple(row(one) for one in await takedowns(visit.session)),
        done_rows=tuple(row(one) for one in await takedowns(visit.session, done=True, limit=30)),
    )


routes = [takedowns_page, takedowns_act]
