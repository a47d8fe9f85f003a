"""Sample training: five courses, 504 learners of 273 made-up organisations, and licences for the sample hosts."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import HANOI, today
from shop.samples.demo_learners import LEARNERS, ORGANISATIONS, organisations, people
from shop.samples.demo_market import STALLS
from shop.samples.write import Values, add_rows, upsert
from shop.training.models import (
    Attendance,
    Course,
    CourseSession,
    CourseSessionState,
    Enrolment,
    EnrolmentState,
    HostIdentity,
    IdentityPaper,
    IdentityState,
    Licence,
)
from shop.training.rules import months_later, was_there

OFFICER = "can-bo@chomay.example"
WAITING_HOST = "khach@chomay.example"
SESSIONS = 12  # finished ones, of SEATS learners each
SEATS = LEARNERS // SESSIONS
DAYS = 3
ABSENT_EACH = 9  # one learner in so many was there on one day only
LICENCE_MONTHS = 24
RENEWED_BEFORE = timedelta(days=30)  # a sample host's licence that ends sooner is followed by another


class _Sample(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    title_vi: str
    title_en: str
    hours: int
    licence_months: int | None


HOSTING = "ky-nang-dan-phien-ban-hang-truc-tuyen-mau"
COURSES = (
    _Sample(
        slug=HOSTING,
        title_vi="Kỹ năng dẫn phiên bán hàng trực tuyến (mẫu)",
        title_en="Hosting a live sale (sample)",
        hours=24,
        licence_months=LICENCE_MONTHS,
    ),
    _Sample(
        slug="phap-luat-ban-hang-truc-tuyen-mau",
        title_vi="Pháp luật bán hàng trực tuyến và bảo vệ người tiêu dùng (mẫu)",
        title_en="The law of selling live, and of consumers (sample)",
        hours=12,
        licence_months=None,
    ),
    _Sample(
        slug="chup-anh-va-ke-chuyen-san-pham-mau",
        title_vi="Chụp ảnh và kể chuyện sản phẩm (mẫu)",
        title_en="Pictures and stories of products (sample)",
        hours=16,
        licence_months=None,
    ),
    _Sample(
        slug="ho-so-ocop-va-truy-xuat-nguon-goc-mau",
        title_vi="Hồ sơ OCOP và truy xuất nguồn gốc (mẫu)",
        title_en="OCOP dossiers and tracing goods (sample)",
        hours=16,
        licence_months=None,
    ),
    _Sample(
        slug="van-hanh-gian-hang-va-giao-nhan-mau",
        title_vi="Vận hành gian hàng và giao nhận (mẫu)",
        title_en="Running a stall and delivering (sample)",
        hours=16,
        licence_months=None,
    ),
)


async def add_training(session: AsyncSession) -> None:
    """Add what is missing of the sample training, and keep the sample hosts licensed. Safe to repeat."""
    day, officer_id = await today(session), await _person(session, OFFICER)
    if officer_id is None:
        return  # somebody changed the sample accounts
    if await session.scalar(select(Course.id).where(Course.slug == HOSTING)) is None:
        courses = await _add_courses(session)
        await _add_learners(session, courses, officer_id, day)
        await _open_next(session, courses[HOSTING], day)
        await _submit_one(session)
    await _license_hosts(session, officer_id, day)


async def _add_courses(session: AsyncSession) -> dict[str, UUID]:
    usual = {"organiser": "Văn phòng điều phối chương trình (mẫu)", "attendance_percent": 80, "sample": True}
    rows = [msgspec.structs.asdict(course) | usual for course in COURSES]
    return {key[0]: id_ for key, id_ in (await upsert(session, Course, rows, ["slug"])).items()}


async def _add_learners(session: AsyncSession, courses: dict[str, UUID], officer_id: UUID, day: date) -> None:
    """Twelve sessions that are over, one a month, and who was there."""
    await add_rows(session, Person, people())
    found = select(Person.id).where(Person.email.in_([one["email"] for one in people()])).order_by(Person.email)
    learners = (await session.scalars(found)).all()
    named = organisations()
    for number in range(SESSIONS):
        course = COURSES[number % len(COURSES)]
        first = day - timedelta(days=30 * (SESSIONS - number))
        held = await _held(session, courses[course.slug], first, finished=True)
        part = range(number * SEATS, (number + 1) * SEATS)
        seats = {learners[n]: named[n % ORGANISATIONS] for n in part}
        await _attend(session, held, seats, officer_id, course)


async def _held(session: AsyncSession, course_id: UUID, first: date, *, finished: bool) -> CourseSession:
    days = [first + timedelta(days=n) for n in range(DAYS)]
    held = CourseSession(
        course_id=course_id,
        days=days,
        online=False,
        venue="Hội trường mẫu, Hà Nội",
        trainer="Giảng viên mẫu",
        capacity=SEATS,
        taken=SEATS if finished else 0,
        state=CourseSessionState.FINISHED if finished else CourseSessionState.OPEN,
        finished_at=_noon(days[-1]) if finished else None,
        sample=True,
    )
    session.add(held)
    await session.flush()  # its learners need its id
    return held


async def _attend(
    session: AsyncSession, held: CourseSession, seats: dict[UUID, str], officer_id: UUID, course: _Sample
) -> None:
    there = {person: held.days[: 1 if n % ABSENT_EACH == 0 else DAYS] for n, person in enumerate(seats)}
    done = {person for person, days in there.items() if was_there(held.days, days, 80)}
    rows = [
        {
            "session_id": held.id,
            "person_id": person,
            "organisation": organisation,
            "state": EnrolmentState.COMPLETED if person in done else EnrolmentState.MISSED,
        }
        for person, organisation in seats.items()
    ]
    ids = await upsert(session, Enrolment, rows, ["session_id", "person_id"])
    enrolments = {key[1]: id_ for key, id_ in ids.items()}
    marked: list[Values] = [
        {"enrolment_id": enrolments[person], "day": day, "present": True, "marked_by": officer_id}
        for person, days in there.items()
        for day in days
    ]
    await add_rows(session, Attendance, marked)
    if course.licence_months is not None:
        licence = _licence(held.course_id, held.days[-1], course.licence_months, officer_id)
        granted = [licence | {"person_id": person, "enrolment_id": enrolments[person]} for person in sorted(done)]
        await add_rows(session, Licence, granted)


async def _open_next(session: AsyncSession, course_id: UUID, day: date) -> None:
    for weeks in (2, 6):
        await _held(session, course_id, day + timedelta(weeks=weeks), finished=False)


async def _submit_one(session: AsyncSession) -> None:
    """Somebody whose identity waits, so that the office has something to try."""
    person_id = await _person(session, WAITING_HOST)
    if person_id is None:
        return
    asked = {"state": IdentityState.SUBMITTED, "document": IdentityPaper.CITIZEN_CARD, "document_end": "0001"}
    await add_rows(session, HostIdentity, [asked | {"person_id": person_id, "version": 1, "sample": True}])


async def _license_hosts(session: AsyncSession, officer_id: UUID, day: date) -> None:
    """A host an officer has decided about, or whose licence was revoked to see what happens, stays as they are."""
    settled = or_(Licence.revoked_at.is_not(None), Licence.expires_on > day + RENEWED_BEFORE)
    lacking = (
        await session.scalars(
            select(Person.id)
            .where(Person.email.in_([stall.host for stall in STALLS]))
            .where(~exists().where(Licence.person_id == Person.id, settled))
            .order_by(Person.email)
        )
    ).all()
    if not lacking:
        return
    await _verify(session, lacking, officer_id, day)
    course_id = (await session.execute(select(Course.id).where(Course.slug == HOSTING))).scalar_one()
    held = await _held(session, course_id, day - timedelta(days=DAYS), finished=True)
    held.taken = len(lacking)
    rows = [
        {"session_id": held.id, "person_id": host, "organisation": "Gian hàng mẫu", "state": EnrolmentState.COMPLETED}
        for host in lacking
    ]
    ids = await upsert(session, Enrolment, rows, ["session_id", "person_id"])
    there = [
        {"enrolment_id": id_, "day": each, "present": True, "marked_by": officer_id}
        for id_ in ids.values()
        for each in held.days
    ]
    await add_rows(session, Attendance, there)
    licence = _licence(course_id, day, LICENCE_MONTHS, officer_id)
    granted = [licence | {"person_id": key[1], "enrolment_id": id_} for key, id_ in ids.items()]
    await add_rows(session, Licence, granted)


async def _verify(session: AsyncSession, hosts: Sequence[UUID], officer_id: UUID, day: date) -> None:
    seen = {
        "state": IdentityState.VERIFIED,
        "document": IdentityPaper.VNEID,
        "document_end": "0000",
        "decided_by": officer_id,
        "submitted_at": _noon(day),
        "decided_at": _noon(day),
        "version": 1,
        "sample": True,
    }
    await add_rows(session, HostIdentity, [seen | {"person_id": host} for host in hosts])


async def _person(session: AsyncSession, email: str) -> UUID | None:
    found: UUID | None = await session.scalar(select(Person.id).where(Person.email == email))
    return found


def _licence(course_id: UUID, day: date, months: int, officer_id: UUID) -> dict[str, object]:
    return {
        "course_id": course_id,
        "granted_on": day,
        "expires_on": months_later(day, months),
        "granted_by": officer_id,
        "sample": True,
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), HANOI)
