"""Add a course, and open a session of one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import today
from shop.core.text import slugify, squeeze
from shop.training.errors import CourseDaysWrong, CourseTwice, CourseUnknown
from shop.training.models import Course, CourseSession
from shop.training.rules import MOST_DAYS, days_fit


class NewCourse(msgspec.Struct, frozen=True, kw_only=True):
    """What is taught, by whom, and what it licenses to: see `Course`."""

    title_vi: str
    title_en: str
    organiser: str
    hours: int
    attendance_percent: int
    licence_months: int | None = None
    practice_days: int = 0


class NewSession(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a course is held, by whom, for how many: see `CourseSession`."""

    days: Sequence[date]
    online: bool
    venue: str
    trainer: str
    capacity: int


async def add_course(session: AsyncSession, officer_id: UUID, new: NewCourse) -> Course:
    """Add a course; its address comes from its Vietnamese title. Of two alike at once one is refused.

    Raises:
        CourseTwice: the address is taken.
    """
    words = {name: squeeze(getattr(new, name)) for name in ("title_vi", "title_en", "organiser")}
    row = {**msgspec.structs.asdict(new), **words, "slug": slugify(new.title_vi)}
    made: Course | None = await session.scalar(
        insert(Course).values(row).on_conflict_do_nothing(index_elements=["slug"]).returning(Course)
    )
    if made is None:
        raise CourseTwice(field="title_vi")
    record_act(session, officer_id, "training.add_course", made.slug)
    return made


async def open_session(session: AsyncSession, officer_id: UUID, course: str, new: NewSession) -> CourseSession:
    """Hold the course at the address `course` once more. Its days may lie behind: paper comes late.

    Not idempotent: a key of the request makes it so.

    Raises:
        CourseUnknown: no course has this address.
        CourseDaysWrong: it cannot be held on these days.
    """
    course_id = await session.scalar(select(Course.id).where(Course.slug == course))
    if course_id is None:
        raise CourseUnknown(field="course")
    if not days_fit(new.days, await today(session)):
        raise CourseDaysWrong(field="days", most=MOST_DAYS)
    made = CourseSession(
        course_id=course_id,
        days=list(new.days),
        online=new.online,
        venue=squeeze(new.venue),
        trainer=squeeze(new.trainer),
        capacity=new.capacity,
        opened_by=officer_id,
    )
    session.add(made)
    await session.flush()  # its id is told
    record_act(session, officer_id, "training.open_session", str(made.id), course=course)
    return made
