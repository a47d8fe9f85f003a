"""One list of a carrier in the office: beside our books, applied, decided line by line."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, NotFound, Refusal
from shop.core.i18n import say
from shop.remittance.apply_list import apply_list, decide_line
from shop.remittance.models import Decision, FileState, RemittanceLine, Verdict
from shop.remittance.queries import fees_of, lines_of, list_sent, remittances, verdicts_of
from shop.remittance.rules import MOST_ROWS, OWED_BACK, TAKES
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.cod import HERE, handed_view, list_row
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.cod import CodListPage, LineView

SHOWN = 100
PAGES = MOST_ROWS // SHOWN
FIELDS = frozenset({"note"})
DONE = frozenset({"applied", "decided"})
ACTS = {"take": Decision.TAKEN, "decline": Decision.DECLINED}


@get(both(HERE + "/{list_id:uuid}"), guards=OFFICERS, include_in_schema=False)
async def list_page(
    visit: NamedDependency[Visit],
    list_id: FromPath[UUID],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    number: Annotated[int, QueryParameter(name="trang", ge=1, le=PAGES)] = 1,
) -> Response[bytes]:
    """What each line is; those that wait for a person stand first."""
    page = await _page(visit, list_id, number)
    told = say(visit.locale, f"web.cod.done_{done}") if done in DONE else None
    return show("office_cod_list.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE + "/{list_id:uuid}"), guards=OFFICERS, include_in_schema=False)
async def list_act(visit: NamedDependency[Visit], list_id: FromPath[UUID]) -> Response[bytes]:
    """Apply the list, or decide on one line (the field `act`)."""
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: _act(session, visit, list_id, form))
    except NotFound:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit, list_id, 1),
            errors=told.errors,
            problem=told.problem,
            typed_for=form.number("row") or 0,
            typed=form.text("note"),
        )
        return show("office_cod_list.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}/{list_id}?done={done}")


async def _act(session: AsyncSession, visit: Visit, list_id: UUID, form: Form) -> str:
    act = form.text("act", 20)
    if act == "apply":
        await apply_list(session, visit.actor, list_id)
        return "applied"
    row = form.number("row")
    if act not in ACTS or row is None or row > MOST_ROWS * 2:
        raise Invalid(field="act")
    await decide_line(session, visit.actor, list_id, row, ACTS[act], note=form.text("note"))
    return "decided"


async def _page(visit: Visit, list_id: UUID, number: int) -> CodListPage:
    session = visit.session
    row = await list_sent(session, list_id)
    lines = await lines_of(session, list_id, limit=SHOWN + 1, offset=(number - 1) * SHOWN)
    counts = await verdicts_of(session, list_id)
    charged, quoted = await fees_of(session, list_id)
    handed = await remittances(session, limit=1, reference=list_id)
    more = len(lines) > SHOWN and number < PAGES
    applied = row.file.state is FileState.APPLIED
    return CodListPage(
        site=visit.site,
        console=office(visit, HERE),
        list=list_row(row),
        counts=tuple((verdict, counts[verdict]) for verdict in Verdict if verdict in counts),
        lines=tuple(_line(line, applied=applied) for line in lines[:SHOWN]),
        charged=charged,
        quoted=quoted,
        exact=counts.get(Verdict.EXACT, 0),
        handed=handed_view(handed[0]) if handed and handed[0].parcels else None,
        next_url=f"{HERE}/{list_id}?trang={number + 1}" if more else None,
    )


def _line(line: RemittanceLine, *, applied: bool) -> LineView:
    return LineView(
        row=line.row,
        tracking=line.tracking or line.code,
        amount=line.amount,
        expected=line.expected,
        fee=line.fee,
        quoted=line.quoted,
        verdict=line.verdict,
        decision=line.decision,
        note=line.note,
        open=applied and line.decision is None,
        takeable=line.verdict in TAKES or line.verdict is OWED_BACK,
    )


routes = [list_page, list_act]
