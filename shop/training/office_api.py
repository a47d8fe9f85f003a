"""Addresses of training for the programme office."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.text import Body, Label, Line, Name, Reason, Slug
from shop.training.decide_identity import Verdict, decide_identity
from shop.training.enrol import Affiliation, enrol_by_login
from shop.training.finish_session import finish_session
from shop.training.mark_attendance import mark_attendance
from shop.training.models import IdentityState
from shop.training.open_session import NewCourse, NewSession, add_course, open_session
from shop.training.queries import (
    find_licences,
    held_session,
    identities,
    learners_of,
    newest_sessions,
)
from shop.training.revoke_licence import revoke_licence
from shop.training.rules import MOST_DAYS, MOST_SEATS
from shop.training.shown import (
    CourseOut,
    CourseSessionOut,
    Finished,
    IdentityList,
    IdentityOut,
    LearnerList,
    LearnerOut,
    LicenceList,
    LicenceOut,
    SessionList,
)

OFFICERS = [require_role(Role.OFFICER, Role.ADMIN)]
MOST = 200

Percent = Annotated[int, Meta(ge=1, le=100)]
Version = Annotated[int, Meta(ge=0, le=10**6)]
Login = Annotated[str, Meta(min_length=3, max_length=254)]
Words = Annotated[str, QueryParameter(max_length=100)]


class CourseBody(Body, kw_only=True):
    """A course; `licence_months` is left out where it licenses nobody."""

    title_vi: Name
    title_en: Name
    organiser: Name
    hours: Annotated[int, Meta(ge=1, le=400)]
    attendance_percent: Percent
    licence_months: Annotated[int, Meta(ge=1, le=120)] | None = None
    practice_days: Annotated[int, Meta(ge=0, le=MOST_DAYS)] = 0


class SessionBody(Body, kw_only=True):
    """A course to be held once, on `days` of Hà Nội in their order; `venue`: an address, or online a link."""

    course: Slug
    days: Annotated[list[date], Meta(min_length=1, max_length=MOST_DAYS)]
    online: bool
    venue: Annotated[str, Meta(min_length=1, max_length=300)]
    trainer: Name
    capacity: Annotated[int, Meta(ge=1, le=MOST_SEATS)]


class LearnerBody(Body, kw_only=True):
    """Somebody with an account, by e-mail address or phone."""

    login: Login
    organisation: Label = ""


class AttendanceBody(Body, kw_only=True):
    """Who was there on a day and who was not, by enrolment; of all others nothing changes."""

    day: date
    present: Annotated[tuple[UUID, ...], Meta(max_length=MOST_SEATS)]
    absent: Annotated[tuple[UUID, ...], Meta(max_length=MOST_SEATS)] = ()


class DecisionBody(Body, kw_only=True):
    """What an officer says of the `version` they saw; to decline or revoke needs a reason."""

    verdict: Verdict
    version: Version
    reason: Line = ""


class RevokeBody(Body, kw_only=True):
    """Why a licence is revoked: its holder reads it."""

    reason: Reason


@post("/courses", operation_id="addCourse", summary="Add a course")
async def add(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[CourseBody]
) -> CourseOut:
    """Its address comes from its Vietnamese title: a repeat is refused."""
    new = NewCourse(**{name: getattr(data, name) for name in data.__struct_fields__})
    return CourseOut.of(await add_course(session, _officer(actor), new))


@get("/sessions", operation_id="listCourseSessions", summary="Sessions of courses, the latest first")
async def list_sessions(session: NamedDependency[AsyncSession]) -> SessionList:
    """Open and finished ones."""
    return SessionList([CourseSessionOut.of(one, to_learner=True) for one in await newest_sessions(session, MOST)])


@post("/sessions", operation_id="openCourseSession", summary="Hold a course once more")
async def open_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[SessionBody]
) -> LearnerList:
    """Give a key of your own in `Idempotency-Key`, so that a repeat opens no second one."""
    new = NewSession(**{name: getattr(data, name) for name in data.__struct_fields__ if name != "course"})
    made = await open_session(session, _officer(actor), data.course, new)
    return await _learners(session, made.id)


@get("/sessions/{session_id:uuid}", operation_id="readCourseSession", summary="A session with its learners")
async def read_session(session: NamedDependency[AsyncSession], session_id: FromPath[UUID]) -> LearnerList:
    """Seats by name, then who waits in their order."""
    return await _learners(session, session_id)


@post(
    "/sessions/{session_id:uuid}/learners",
    status_code=200,
    operation_id="addLearner",
    summary="Give somebody a seat, or a place among those who wait",
)
async def add_learner(
    session: NamedDependency[AsyncSession], session_id: FromPath[UUID], data: JSONBody[LearnerBody]
) -> LearnerList:
    """Safe to repeat."""
    await enrol_by_login(session, session_id, data.login, Affiliation(organisation=data.organisation))
    return await _learners(session, session_id)


@put("/sessions/{session_id:uuid}/attendance", operation_id="markAttendance", summary="Say who was there on a day")
async def mark(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    session_id: FromPath[UUID],
    data: JSONBody[AttendanceBody],
) -> LearnerList:
    """Safe to repeat. Somebody named in both lists was there."""
    here = dict.fromkeys(data.absent, False) | dict.fromkeys(data.present, True)
    await mark_attendance(session, _officer(actor), session_id, data.day, here)
    return await _learners(session, session_id)


@post(
    "/sessions/{session_id:uuid}/finish",
    status_code=200,
    operation_id="finishCourseSession",
    summary="Close the attendance and grant the licences",
)
async def finish(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], session_id: FromPath[UUID]
) -> Finished:
    """From the last day on. Safe to repeat: an enrolment earns one licence."""
    return Finished(licensed=await finish_session(session, _officer(actor), session_id))


@get("/licences", operation_id="listLicences", summary="Licences to go on air, the newest first")
async def list_licences(session: NamedDependency[AsyncSession], q: Words = "") -> LicenceList:
    """`q`: words of the holder's name."""
    return LicenceList([LicenceOut.of(one) for one in await find_licences(session, q, MOST)])


@post(
    "/licences/{licence_id:uuid}/revoke",
    status_code=204,
    operation_id="revokeLicence",
    summary="Take a licence to go on air back",
)
async def revoke(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    licence_id: FromPath[UUID],
    data: JSONBody[RevokeBody],
) -> None:
    """A session on air goes on; the next cannot start. Safe to repeat: the first reason stays."""
    await revoke_licence(session, _officer(actor), licence_id, data.reason)


@get("/identities", operation_id="listIdentities", summary="Hosts whose identity waits to be verified")
async def list_identities(session: NamedDependency[AsyncSession]) -> IdentityList:
    """Who waits longest first."""
    return IdentityList.of(await identities(session, [IdentityState.SUBMITTED], MOST))


@post(
    "/identities/{person_id:uuid}/decision",
    status_code=200,
    operation_id="decideIdentity",
    summary="Verify who a host is, decline, or take a verification back",
)
async def decide(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    person_id: FromPath[UUID],
    data: JSONBody[DecisionBody],
) -> IdentityOut:
    """Never one's own. The same word of the same officer again changes nothing."""
    known = await decide_identity(
        session, _officer(actor), person_id, data.verdict, version=data.version, reason=data.reason
    )
    return IdentityOut.of(known)


async def _learners(session: AsyncSession, session_id: UUID) -> LearnerList:
    held = await held_session(session, session_id)
    learners = (await learners_of(session, [session_id]))[session_id]
    return LearnerList(CourseSessionOut.of(held, to_learner=True), [LearnerOut.of(one) for one in learners])


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/office/training",
        route_handlers=[
            add,
            list_sessions,
            open_one,
            read_session,
            add_learner,
            mark,
            finish,
            list_licences,
            revoke,
            list_identities,
            decide,
        ],
        guards=OFFICERS,
        tags=["training"],
    )
]
