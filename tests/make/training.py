"""Courses, sessions, learners, licences and verified hosts for tests."""

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from shop.core.actor import Role
from shop.core.clock import shop_now, today
from shop.training.models import (
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
from tests.make import accounts

_numbers = count(1)


async def course(session, *, licence_months=24, attendance_percent=80):
    """A course for hosts."""
    number = next(_numbers)
    made = Course(
        slug=f"khoa-dan-phien-{number}",
        title_vi=f"Dẫn phiên bán hàng {number}",
        title_en=f"Hosting a live sale {number}",
        organiser="Văn phòng điều phối",
        hours=16,
        licence_months=licence_months,
        attendance_percent=attendance_percent,
    )
    session.add(made)
    await session.flush()
    return made


async def course_session(session, *, of=None, capacity=30, starts_in=7, days=2, online=False, finished=False):
    """A session whose first day is `starts_in` days from today, on `days` days one after the other."""
    of = of or await course(session)
    first = await today(session) + timedelta(days=starts_in)
    made = CourseSession(
        course_id=of.id,
        days=[first + timedelta(days=n) for n in range(days)],
        online=online,
        venue="https://hop.example/lop" if online else "Hội trường 12 Hàng Gai",
        trainer="Trần Thị Mai",
        capacity=capacity,
        state=CourseSessionState.FINISHED if finished else CourseSessionState.OPEN,
        finished_at=shop_now() if finished else None,
    )
    session.add(made)
    await session.flush()
    return made


async def learner(session, held, person=None, *, state=EnrolmentState.ENROLLED, organisation="HTX Tam Hưng"):
    """Somebody in the session `held`; a seat is counted."""
    person = person or await accounts.person(session)
    made = Enrolment(session_id=held.id, person_id=person.id, organisation=organisation, state=state)
    session.add(made)
    if state not in {EnrolmentState.WAITING, EnrolmentState.WITHDRAWN}:
        held.taken += 1
    await session.flush()
    return made


async def licensed(session, person, *, since=30, lasts=730, revoked=False):
    """A licence of `person`, granted `since` days ago for `lasts` days."""
    of = await course(session)
    held = await course_session(session, of=of, starts_in=-since - 2, finished=True)
    done = await learner(session, held, person, state=EnrolmentState.COMPLETED)
    granted = await today(session) - timedelta(days=since)
    made = Licence(
        person_id=person.id,
        course_id=of.id,
        enrolment_id=done.id,
        granted_on=granted,
        expires_on=granted + timedelta(days=lasts),
    )
    if revoked:
        officer = await accounts.person(session, Role.OFFICER)
        made.revoked_at, made.revoked_by, made.revoked_reason = shop_now(), officer.id, "Quảng cáo sai"
    session.add(made)
    await session.flush()
    return made


async def verified(session, person, *, expires_in=None, state=IdentityState.VERIFIED):
    """What is known of a host: verified by an officer of its own, unless `state` says otherwise."""
    decided = state is not IdentityState.SUBMITTED
    officer = await accounts.person(session, Role.OFFICER) if decided else None
    made = HostIdentity(
        person_id=person.id,
        state=state,
        document=IdentityPaper.CITIZEN_CARD,
        document_end="4821",
        expires_on=None if expires_in is None else await today(session) + timedelta(days=expires_in),
        submitted_at=shop_now(),
        decided_at=shop_now() if decided else None,
        decided_by=officer.id if officer else None,
        reason=None
        if state in {IdentityState.SUBMITTED, IdentityState.VERIFIED}
        else "Tên trên giấy tờ khác tên tài khoản",
        version=1,
    )
    session.add(made)
    await session.flush()
    return made


async def licences(session, person):
    """All licences of `person`."""
    return list(await session.scalars(select(Licence).where(Licence.person_id == person.id)))
