"""Reads of training: courses, sessions, learners, licences, identities, and the figures of all of it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Select, Text, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.text import fold
from shop.producers.models import Producer
from shop.training.errors import CourseSessionUnknown
from shop.training.models import (
    Attendance,
    Course,
    CourseSession,
    CourseSessionState,
    Enrolment,
    EnrolmentState,
    HostIdentity,
    IdentityState,
    Licence,
    PracticeDay,
)

_TOOK_PART = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED, EnrolmentState.MISSED)


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session with its course; `waiting` people have no seat."""

    held: CourseSession
    course: Course
    waiting: int


class Learner(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a session: where they come from, on which days they were there, what licence they earned."""

    enrolment: Enrolment
    name: str
    organisation: str | None
    present: tuple[date, ...]
    licence: Licence | None


class Attended(msgspec.Struct, frozen=True, kw_only=True):
    """A person's own place in a session."""

    enrolment: Enrolment
    held: CourseSession
    course: Course
    present: int  # days
    ahead: int  # of those who wait; 0 where the person does not


class HeldLicence(msgspec.Struct, frozen=True, kw_only=True):
    """A licence with its course and its holder's name."""

    licence: Licence
    course: Course
    name: str


class KnownHost(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of who a host is, with their name and the officer's who decided."""

    identity: HostIdentity
    name: str
    officer: str | None


class TrainingFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How much was taught: courses, sessions (finished ones apart), people who had a seat, where they came from."""

    courses: int
    sessions: int
    finished: int
    learners: int
    completed: int  # people who completed a course
    organisations: int
    licensed: int  # people with a licence in force today
    sample: bool  # whether any of it is made up


async def courses(session: AsyncSession) -> list[Course]:
    """All courses, by title."""
    return list(await session.scalars(select(Course).order_by(Course.title_vi)))


async def newest_sessions(session: AsyncSession, most: int) -> list[HeldSession]:
    """Sessions, the latest first."""
    return await _held(session, _sessions().order_by(CourseSession.days.desc(), CourseSession.id.desc()).limit(most))


async def sessions_to_come(session: AsyncSession, most: int) -> list[HeldSession]:
    """Sessions one may still enrol in, the next first."""
    coming = _sessions().where(
        CourseSession.state == CourseSessionState.OPEN, CourseSession.days[1] >= func.shop_today()
    )
    return await _held(session, coming.order_by(CourseSession.days, CourseSession.id).limit(most))


async def held_session(session: AsyncSession, session_id: UUID) -> HeldSession:
    """One session.

    Raises:
        CourseSessionUnknown: there is none.
    """
    found = await _held(session, _sessions().where(CourseSession.id == session_id))
    if not found:
        raise CourseSessionUnknown
    return found[0]


async def learners_of(session: AsyncSession, session_ids: Sequence[UUID]) -> dict[UUID, list[Learner]]:
    """Who is in these sessions: seats by name, then who waits in their order, then who gave their seat back."""
    days = func.array_agg(Attendance.day).filter(Attendance.present)
    present = select(days).where(Attendance.enrolment_id == Enrolment.id).scalar_subquery()
    rows = await session.execute(
        select(Enrolment, Person.name, func.coalesce(Producer.name, Enrolment.organisation), present, Licence)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Producer, Producer.id == Enrolment.producer_id)
        .outerjoin(Licence, Licence.enrolment_id == Enrolment.id)
        .where(Enrolment.session_id.in_(session_ids))
        .order_by(func.vn_fold(Person.name), Enrolment.id)
    )
    found: dict[UUID, list[Learner]] = {session_id: [] for session_id in session_ids}
    for enrolment, name, organisation, marked, licence in rows:
        seen = tuple(sorted(marked or ()))
        learner = Learner(enrolment=enrolment, name=name, organisation=organisation, present=seen, licence=licence)
        found[enrolment.session_id].append(learner)
    for learners in found.values():
        learners.sort(key=_place)
    return found


async def attended_by(session: AsyncSession, person_id: UUID) -> list[Attended]:
    """The sessions a person is or was in, the latest first; those given back are left out."""
    present = select(func.count()).where(Attendance.enrolment_id == Enrolment.id, Attendance.present).scalar_subquery()
    other = Enrolment.__table__.alias("other")
    ahead = (
        select(func.count())
        .select_from(other)
        .where(
            other.c.session_id == Enrolment.session_id,
            other.c.state == EnrolmentState.WAITING,
            func.row(other.c.asked_at, other.c.id) < func.row(Enrolment.asked_at, Enrolment.id),
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Enrolment, CourseSession, Course, present, ahead)
        .join(CourseSession, CourseSession.id == Enrolment.session_id)
        .join(Course, Course.id == CourseSession.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.WITHDRAWN)
        .order_by(CourseSession.days.desc(), Enrolment.id.desc())
    )
    return [
        Attended(
            enrolment=enrolment,
            held=held,
            course=course,
            present=seen,
            ahead=before if enrolment.state is EnrolmentState.WAITING else 0,
        )
        for enrolment, held, course, seen, before in rows
    ]


async def licences_of(session: AsyncSession, person_id: UUID) -> list[HeldLicence]:
    """A person's licences, the newest first."""
    return await _licences(session, _held_licences().where(Licence.person_id == person_id))


async def find_licences(session: AsyncSession, words: str, most: int) -> list[HeldLicence]:
    """Licences of people in whose name `words` stand, the newest first."""
    found = _held_licences().limit(most)
    for word in words.split()[:8]:
        found = found.where(func.vn_fold(Person.name).contains(fold(word), autoescape=True))
    return await _licences(session, found)


async def identity_of(session: AsyncSession, person_id: UUID) -> HostIdentity | None:
    """What is known of who a person is."""
    known: HostIdentity | None = await session.scalar(select(HostIdentity).where(HostIdentity.person_id == person_id))
    return known


async def identities(session: AsyncSession, states: Sequence[IdentityState], most: int) -> list[KnownHost]:
    """Hosts in these states, who waits longest first."""
    officer = select(Person.name).where(Person.id == HostIdentity.decided_by).correlate(HostIdentity).scalar_subquery()
    rows = await session.execute(
        select(HostIdentity, Person.name, officer)
        .join(Person, Person.id == HostIdentity.person_id)
        .where(HostIdentity.state.in_(states))
        .order_by(HostIdentity.submitted_at, HostIdentity.id)
        .limit(most)
    )
    return [KnownHost(identity=row[0], name=row[1], officer=row[2]) for row in rows]


async def training_figures(session: AsyncSession) -> TrainingFigures:
    """The figures of today, in one statement."""
    seat = Enrolment.state.in_(_TOOK_PART)
    came_from = func.coalesce(Enrolment.producer_id.cast(Text), func.vn_fold(Enrolment.organisation))
    completed = Enrolment.state == EnrolmentState.COMPLETED
    in_force = (Licence.granted_on <= func.shop_today(), Licence.expires_on > func.shop_today())
    licensed = select(func.count(Licence.person_id.distinct())).where(Licence.revoked_at.is_(None), *in_force)
    finished = CourseSession.state == CourseSessionState.FINISHED
    row = (
        await session.execute(
            select(
                select(func.count()).select_from(Course).scalar_subquery(),
                select(func.count()).select_from(CourseSession).scalar_subquery(),
                select(func.count()).where(finished).scalar_subquery(),
                select(func.count(Enrolment.person_id.distinct())).where(seat).scalar_subquery(),
                select(func.count(Enrolment.person_id.distinct())).where(completed).scalar_subquery(),
                select(func.count(came_from.distinct())).where(seat).scalar_subquery(),
                licensed.scalar_subquery(),
                select(func.coalesce(func.bool_or(Course.sample), False)).scalar_subquery(),
            )
        )
    ).one()
    names = TrainingFigures.__struct_fields__
    return msgspec.convert(dict(zip(names, row, strict=True)), TrainingFigures)


def _place(learner: Learner) -> tuple[int, float]:
    """Seats in the order of names (the sort is stable), then the queue, then the rest."""
    if learner.enrolment.state is EnrolmentState.WAITING:
        return 1, learner.enrolment.asked_at.timestamp()
    return (2 if learner.enrolment.state is EnrolmentState.WITHDRAWN else 0), 0


def _sessions() -> Select[CourseSession, Course, int]:
    waiting = (
        select(func.count())
        .where(Enrolment.session_id == CourseSession.id, Enrolment.state == EnrolmentState.WAITING)
        .correlate(CourseSession)
        .scalar_subquery()
    )
    return select(CourseSession, Course, waiting).join(Course, Course.id == CourseSession.course_id)


async def _held(session: AsyncSession, found: Select[CourseSession, Course, int]) -> list[HeldSession]:
    rows = await session.execute(found, execution_options={"populate_existing": True})
    return [HeldSession(held=row[0], course=row[1], waiting=row[2]) for row in rows]


def _held_licences() -> Select[Licence, Course, str]:
    return (
        select(Licence, Course, Person.name)
        .join(Course, Course.id == Licence.course_id)
        .join(Person, Person.id == Licence.person_id)
        .order_by(Licence.granted_on.desc(), Licence.id.desc())
    )


async def _licences(session: AsyncSession, found: Select[Licence, Course, str]) -> list[HeldLicence]:
    rows = await session.execute(found, execution_options={"populate_existing": True})
    return [HeldLicence(licence=row[0], course=row[1], name=row[2]) for row in rows]


async def practised_days(session: AsyncSession, session_id: UUID, most: int) -> dict[UUID, int]:
    """How many days the learners of a session made up by practice, by enrolment; at most `most` each."""
    rows = await session.execute(
        select(PracticeDay.enrolment_id, func.count())
        .join(Enrolment, Enrolment.id == PracticeDay.enrolment_id)
        .where(Enrolment.session_id == session_id)
        .group_by(PracticeDay.enrolment_id)
    )
    return {row[0]: min(row[1], most) for row in rows}
