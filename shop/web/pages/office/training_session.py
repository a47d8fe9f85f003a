"""A session in the office: its learners, who was there, its end, and the list as a file."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import Locale, say
from shop.core.sheets import csv_bytes
from shop.training.enrol import Affiliation, enrol_by_login
from shop.training.finish_session import finish_session
from shop.training.mark_attendance import mark_attendance
from shop.training.models import CourseSessionState
from shop.training.queries import HeldSession, Learner, held_session, learners_of, newest_sessions
from shop.web import formats
from shop.web.pages.answer import PRIVATE, both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.office.training import HERE
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.training_views import learner_row, session_row, title_of
from shop.web.pages.visit import Visit
from shop.web.views.training import OfficeSessionPage

AT = HERE + "/lop"
FIELDS = frozenset({"login", "organisation"})
DONE = frozenset({"open", "add", "mark", "finish"})
COLUMNS = ("course", "first_day", "name", "organisation", "state", "present", "days", "licence_until")
MOST = 1000  # sessions in one file


@get(both(AT + "/{session_id:uuid}"), guards=OFFICERS, include_in_schema=False)
async def session_page(
    visit: NamedDependency[Visit],
    session_id: FromPath[UUID],
    ngay: Annotated[str, QueryParameter(max_length=20)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The attendance of the day `ngay`, or of the last one that has come."""
    page = await _page(visit, session_id, read_date(ngay))
    told = say(visit.locale, f"web.training.done_{done}") if done in DONE else None
    return show("office_session.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(AT + "/{session_id:uuid}"), guards=OFFICERS, include_in_schema=False)
async def session_act(visit: NamedDependency[Visit], session_id: FromPath[UUID]) -> Response[bytes]:
    """Add a learner, mark a day, or finish (the field `act`). Each is safe to repeat."""
    form = await read_form(visit.request)
    act, day = form.text("act", 20), read_date(form.text("day", 12))
    try:
        await attempt(visit, lambda session: _act(session, visit, session_id, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = msgspec.structs.replace(
            await _page(visit, session_id, day),
            login=form.text("login", 254),
            organisation=form.text("organisation", 120),
            errors=told.errors,
            problem=told.problem,
        )
        return show("office_session.html", visit.locale, page, status=told.status)
    kept = f"&ngay={day.isoformat()}" if day else ""
    return go(visit.locale, f"{AT}/{session_id}?done={act}{kept}")


@get(both(AT + "/{session_id:uuid}/hoc-vien.csv"), guards=OFFICERS, include_in_schema=False)
async def session_csv(visit: NamedDependency[Visit], session_id: FromPath[UUID]) -> Response[bytes]:
    """The learners of one session."""
    return await _file(visit, [await held_session(visit.session, session_id)], f"lop-{str(session_id)[-6:]}")


@get(both(HERE + "/hoc-vien.csv"), guards=OFFICERS, include_in_schema=False)
async def learners_csv(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The learners of all sessions, the latest first."""
    return await _file(visit, await newest_sessions(visit.session, MOST), "hoc-vien")


async def _act(session: AsyncSession, visit: Visit, session_id: UUID, act: str, form: Form) -> None:
    officer_id = person_of(visit.actor)
    if act == "add":
        of = Affiliation(organisation=form.text("organisation", 120))
        await enrol_by_login(session, session_id, form.text("login", 254), of)
    elif act == "mark":
        day = read_date(form.text("day", 12))
        if day is None:
            raise Invalid(field="day")
        await mark_attendance(session, officer_id, session_id, day, _changed(form))
    elif act == "finish":
        await finish_session(session, officer_id, session_id)
    else:
        raise Invalid(field="act")


def _changed(form: Form) -> dict[UUID, bool]:
    """Learners whose box stands otherwise than when the page was written: what others marked since is left alone."""
    changed = {}
    for name, before in form.fields.items():
        enrolment_id = read_id(name.removeprefix("was-")) if name.startswith("was-") else None
        if enrolment_id is not None:
            here = form.text(f"here-{enrolment_id}", 5) == "yes"
            if here != (before == "yes"):
                changed[enrolment_id] = here
    return changed


async def _page(visit: Visit, session_id: UUID, asked: date | None) -> OfficeSessionPage:
    one = await held_session(visit.session, session_id)
    learners = (await learners_of(visit.session, [session_id]))[session_id]
    held, now_day = one.held, await today(visit.session)
    past = tuple(day for day in held.days if day <= now_day)
    day = asked if asked in past else past[-1] if past else None
    return OfficeSessionPage(
        site=visit.site,
        console=office(visit, HERE),
        session=session_row(visit.locale, one),
        needed=one.course.attendance_percent,
        learners=tuple(learner_row(each, day) for each in learners),
        day=day,
        past_days=past,
        may_finish=held.state is CourseSessionState.OPEN and held.days[-1] <= now_day,
    )


async def _file(visit: Visit, sessions: list[HeldSession], name: str) -> Response[bytes]:
    locale = visit.locale
    found = await learners_of(visit.session, [one.held.id for one in sessions])
    rows = [_row(locale, one, each) for one in sessions for each in found[one.held.id]]
    header = [say(locale, f"web.training.column.{column}") for column in COLUMNS]
    headers = {"content-disposition": f'attachment; filename="{name}.csv"', "cache-control": PRIVATE}
    return Response(csv_bytes(header, rows), media_type="text/csv; charset=utf-8", headers=headers)


def _row(locale: Locale, one: HeldSession, learner: Learner) -> list[object]:
    shown = learner_row(learner, None)
    return [
        title_of(locale, one.course),
        formats.day(locale, one.held.days[0]),
        shown.name,
        shown.organisation or "",
        say(locale, f"web.training.seat.{shown.state.value}"),
        shown.present,
        len(one.held.days),
        formats.day(locale, shown.licence_until) if shown.licence_until else "",
    ]


routes = [session_page, session_act, session_csv, learners_csv]
