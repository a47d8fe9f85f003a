"""Complaints about live sessions in the office: the queue, one of them, and what the office does about it."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import Locale, say
from shop.core.sheets import csv_bytes
from shop.oversight.complain import Snapshot
from shop.oversight.decide import VERDICTS, Decision, decide_complaint
from shop.oversight.models import ComplaintState, Measure
from shop.oversight.queries import (
    YearFigures,
    complaint_by_code,
    complaint_queue,
    producers_of_session,
    statements_of,
    steps_of,
    year_figures,
)
from shop.oversight.rules import LONGEST_WORDS, MOVES, OPEN
from shop.oversight.work import ask_statement, take_up
from shop.web.formats import dong
from shop.web.pages.answer import PRIVATE, both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.office.complaint_views import complaint_row
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.oversight import (
    ComplaintsPage,
    FigureRow,
    KeptLine,
    OfficeComplaintPage,
    StatementRow,
    StepRow,
)

HERE = "/van-phong/khieu-nai"
FIELDS = frozenset({"answer", "question"})
DONE = frozenset({"take", "ask", "decide"})
CLOSED = "da-xong"
FIRST_YEAR, LAST_YEAR = 2020, 2100


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def complaints_page(
    visit: NamedDependency[Visit],
    loc: Annotated[str, QueryParameter(max_length=20)] = "",
    nam: Annotated[int, QueryParameter(ge=0, le=LAST_YEAR)] = 0,
) -> Response[bytes]:
    """What is due first at the top; `loc=da-xong` the closed ones; `nam` the year of the figures."""
    closed = loc == CLOSED
    year = nam if nam >= FIRST_YEAR else (await today(visit.session)).year
    page = ComplaintsPage(
        site=visit.site,
        console=office(visit, HERE),
        rows=tuple(complaint_row(one) for one in await complaint_queue(visit.session, closed=closed)),
        closed=closed,
        year=year,
        figures=_figures(await year_figures(visit.session, year), visit.locale),
    )
    return show("office_complaints.html", visit.locale, page)


@get(both(HERE + "/bao-cao.csv"), guards=OFFICERS, include_in_schema=False)
async def figures_csv(
    visit: NamedDependency[Visit], nam: Annotated[int, QueryParameter(ge=FIRST_YEAR, le=LAST_YEAR)] = 2026
) -> Response[bytes]:
    """The figures of a year for the yearly report."""
    rows = [[row.label, row.count] for row in _figures(await year_figures(visit.session, nam), visit.locale)]
    header = [say(visit.locale, "web.oversight.figure"), str(nam)]
    headers = {"content-disposition": f'attachment; filename="khieu-nai-{nam}.csv"', "cache-control": PRIVATE}
    return Response(csv_bytes(header, rows), media_type="text/csv; charset=utf-8", headers=headers)


@get(both(HERE + "/{complaint_code:str}"), guards=OFFICERS, include_in_schema=False)
async def complaint_page(
    visit: NamedDependency[Visit],
    complaint_code: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Everything about one."""
    page = await _page(visit, complaint_code)
    told = say(visit.locale, f"web.oversight.done_{done}") if done in DONE else None
    return show("office_complaint.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE + "/{complaint_code:str}"), guards=OFFICERS, include_in_schema=False)
async def complaint_act(visit: NamedDependency[Visit], complaint_code: FromPath[str]) -> Response[bytes]:
    """Take it up, ask for a statement, or decide (the field `act`)."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, complaint_code, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), complaint_code))
        typed = {f"typed_{name}": form.text(name, LONGEST_WORDS) for name in FIELDS}
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem, **typed)
        return show("office_complaint.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}/{complaint_code}?done={act}")


async def _act(session: AsyncSession, visit: Visit, code: str, form: Form) -> None:
    act, officer_id = form.text("act", 20), person_of(visit.actor)
    if act == "take":
        await take_up(session, officer_id, code)
    elif act == "ask":
        whom = form.text("of", 120)
        await ask_statement(session, officer_id, code, None if whom == "host" else whom, form.text("question", 300))
    elif act == "decide":
        await decide_complaint(session, visit.actor, code, _decision(form))
    else:
        raise Invalid(field="act")


def _decision(form: Form) -> Decision:
    verdict = form.text("verdict", 20)
    if verdict not in VERDICTS:
        raise Invalid(field="verdict")
    return Decision(
        verdict=ComplaintState(verdict),
        answer=form.text("answer", LONGEST_WORDS),
        measures=frozenset(one for one in Measure if form.text(f"do-{one}", 5) == "yes"),
        comment_id=read_id(form.text("comment", 40)),
    )


def _figures(found: YearFigures, locale: Locale) -> tuple[FigureRow, ...]:
    rows = [(say(locale, "web.oversight.total"), found.total)]
    rows += [(say(locale, f"web.complaint.state.{state}"), count) for state, count in found.states.items()]
    rows += [(say(locale, f"web.complaint.kind.{kind}"), count) for kind, count in found.kinds.items()]
    for name in ("late", "stops", "takedowns", "takedowns_late"):
        rows.append((say(locale, f"web.oversight.figure_{name}"), getattr(found, name)))
    return tuple(FigureRow(label=label, count=count) for label, count in rows)


async def _page(visit: Visit, code: str) -> OfficeComplaintPage:
    session = visit.session
    seen = await complaint_by_code(session, code)
    one = seen.complaint
    kept = msgspec.convert(one.snapshot, Snapshot)
    return OfficeComplaintPage(
        site=visit.site,
        console=office(visit, HERE),
        row=complaint_row(seen),
        slug=seen.slug,
        words=one.words,
        order_code=one.order_code,
        contact=", ".join(part for part in (one.email, one.phone) if part),
        pins=tuple(f"{pin.name}, {dong(visit.locale, pin.price)}" for pin in kept.pins),
        lines=tuple(KeptLine(id=str(line.id), name=line.name, text=line.text) for line in kept.lines),
        steps=tuple(
            StepRow(at=step.created_at, state=step.state, note=step.note) for step in await steps_of(session, one.id)
        ),
        statements=tuple(
            StatementRow(whose=each.whose, question=each.statement.question, words=each.statement.words)
            for each in await statements_of(session, one.id)
        ),
        producers=tuple(await producers_of_session(session, one.session_id)),
        answer=one.answer,
        measures=tuple(Measure(measure) for measure in one.measures),
        may_take=one.state in OPEN and one.officer_id != visit.actor.person_id,
        may_work=MOVES.allows(one.state, ComplaintState.UPHELD),
    )


routes = [complaints_page, figures_csv, complaint_page, complaint_act]
