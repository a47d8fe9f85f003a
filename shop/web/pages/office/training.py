"""The office's training: figures, courses, sessions, and the forms for new ones."""

import re
import secrets
from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.idempotency import claim_key, settle_key
from shop.training.open_session import NewCourse, NewSession, add_course, open_session
from shop.training.queries import courses, newest_sessions, training_figures
from shop.training.rules import MOST_DAYS, MOST_SEATS
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.register import person_of
from shop.web.pages.training_views import course_row, session_row
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.training import CourseForm, OfficeTrainingPage, SessionForm

HERE = "/van-phong/dao-tao"
MOST = 100
DONE = frozenset({"course", "session"})
BOUNDS = {
    "hours": 400,
    "attendance_percent": 100,
    "licence_months": 120,
    "practice_days": MOST_DAYS,
    "capacity": MOST_SEATS,
}
FIELDS = frozenset({"title_vi", "title_en", "organiser", "course", "days", "venue", "trainer", *BOUNDS})
_BETWEEN = re.compile(r"[,;\s]+")


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def training_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """The latest sessions first."""
    page = await _page(visit, CourseForm(), SessionForm())
    told = say(visit.locale, f"web.training.done_{done}") if done in DONE else None
    return show("office_training.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def training_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Add a course or open a session (the field `act`); a form sent twice is worked once."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        where = await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = _told(visit, refusal)
        page = await _page(visit, _typed_course(form, act), _typed_session(form, act))
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem)
        return show("office_training.html", visit.locale, page, status=told.status)
    return go(visit.locale, where)


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> str:
    officer_id = person_of(visit.actor)
    if act == "course":
        await add_course(session, officer_id, _course(form))
        return f"{HERE}?done=course"
    if act == "session":
        course, new = form.text("course", 120), _session(form)
        claim = (f"person:{officer_id}", "training.open", form.request_key())
        known = await claim_key(session, *claim, {"course": course, "new": msgspec.to_builtins(new)})
        if known is None:
            known = str((await open_session(session, officer_id, course, new)).id)
            await settle_key(session, *claim, known)
        return f"{HERE}/lop/{known}?done=open"
    raise Invalid(field="act")


def _course(form: Form) -> NewCourse:
    return NewCourse(
        title_vi=_words(form, "title_vi"),
        title_en=_words(form, "title_en"),
        organiser=_words(form, "organiser"),
        hours=_number(form, "hours"),
        attendance_percent=_number(form, "attendance_percent"),
        licence_months=_number(form, "licence_months") if form.text("licence_months", 12) else None,
        practice_days=_number(form, "practice_days") if form.text("practice_days", 12) not in {"", "0"} else 0,
    )


def _session(form: Form) -> NewSession:
    return NewSession(
        days=_days(form.text("days", 600)),
        online=form.text("online", 5) == "yes",
        venue=_words(form, "venue", 300),
        trainer=_words(form, "trainer"),
        capacity=_number(form, "capacity"),
    )


def _words(form: Form, name: str, longest: int = 120) -> str:
    words = form.text(name, longest)
    if not words:
        raise Invalid(field=name)
    return words


def _number(form: Form, name: str) -> int:
    number = form.number(name)
    if number is None or not 0 < number <= BOUNDS[name]:
        raise Invalid(field=name)
    return number


def _days(text: str) -> list[date]:
    """Days as people list them: `1/12/2026, 3/12/2026`."""
    days = [read_date(part) for part in _BETWEEN.split(text) if part]
    read = [day for day in days if day is not None]
    if not read or len(read) < len(days):
        raise Invalid(field="days")
    return read


def _typed_course(form: Form, act: str) -> CourseForm:
    if act != "course":
        return CourseForm()
    return CourseForm(**{name: form.text(name, 120) for name in CourseForm.__struct_fields__})


def _typed_session(form: Form, act: str) -> SessionForm:
    if act != "session":
        return SessionForm()
    return SessionForm(
        course=form.text("course", 120),
        days=form.text("days", 600),
        online=form.text("online", 5) == "yes",
        venue=form.text("venue", 300),
        trainer=form.text("trainer", 120),
        capacity=form.text("capacity", 12),
    )


def _told(visit: Visit, refusal: Refusal) -> Told:
    """Beside its field, in the words of the field where the refusal has none of its own."""
    told = Told(refusal, visit.locale, FIELDS)
    if type(refusal) is Invalid and refusal.field in FIELDS:
        key = "number" if refusal.field in BOUNDS else "days" if refusal.field == "days" else "words"
        words = say(visit.locale, f"web.training.wrong.{key}", most=BOUNDS.get(refusal.field, MOST_DAYS))
        told.errors = (FieldError(field=refusal.field, message=words),)
    return told


async def _page(visit: Visit, course_form: CourseForm, session_form: SessionForm) -> OfficeTrainingPage:
    session, locale = visit.session, visit.locale
    return OfficeTrainingPage(
        site=visit.site,
        console=office(visit, HERE),
        figures=await training_figures(session),
        courses=tuple(course_row(locale, one) for one in await courses(session)),
        sessions=tuple(session_row(locale, one) for one in await newest_sessions(session, MOST)),
        course_form=course_form,
        session_form=session_form,
        request_key=secrets.token_urlsafe(18),
    )


routes = [training_page, training_act]
