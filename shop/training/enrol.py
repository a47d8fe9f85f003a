"""Take a seat in a session, wait for one, and give it back."""

from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.queries import find_candidate
from shop.core.clock import shop_now, today
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.producers.errors import ProducerUnknown
from shop.producers.queries import is_member, producer_by_slug
from shop.training.errors import AffiliationUnclear, EnrolmentClosed, EnrolmentUnknown, LearnerUnknown
from shop.training.events import SeatGiven
from shop.training.lock import lock_session
from shop.training.models import CourseSession, CourseSessionState, Enrolment, EnrolmentState


class Affiliation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a learner comes from: the address of a producer, the name of an organisation, or neither."""

    producer: str = ""
    organisation: str = ""


async def enrol(
    session: AsyncSession, session_id: UUID, person_id: UUID, of: Affiliation, *, late: bool = False
) -> Enrolment:
    """Give a person a seat, or a place among those who wait. Safe to repeat: whoever is in stays as they are.

    The session's row is locked, so seats are given one after the other; the guard is in the UPDATE and in a CHECK.
    The office may be `late`: it writes down who came unasked, and what was taught before.

    Raises:
        CourseSessionUnknown: there is no such session.
        EnrolmentClosed: it is finished, or has begun and nobody may be late.
        AffiliationUnclear, ProducerUnknown: see `Affiliation`; a producer must be one the person acts for.
    """
    held = await lock_session(session, session_id)
    known: Enrolment | None = await session.scalar(
        select(Enrolment)
        .where(Enrolment.session_id == session_id, Enrolment.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    if known is not None and known.state is not EnrolmentState.WITHDRAWN:
        return known
    await _check_open(session, held, late=late)
    row = {
        "session_id": session_id,
        "person_id": person_id,
        "producer_id": await _producer(session, person_id, of),
        "organisation": squeeze(of.organisation) or None,
        "state": EnrolmentState.ENROLLED if await _take_seat(session, session_id) else EnrolmentState.WAITING,
        "asked_at": shop_now(),
    }
    asked = insert(Enrolment).values(row)
    again = {name: asked.excluded[name] for name in row if name not in {"session_id", "person_id"}}
    made = await session.execute(
        asked.on_conflict_do_update(index_elements=["session_id", "person_id"], set_=again).returning(Enrolment),
        execution_options={"populate_existing": True},
    )
    return made.scalar_one()


async def enrol_by_login(session: AsyncSession, session_id: UUID, login: str, of: Affiliation) -> Enrolment:
    """`enrol` whoever signs in with this e-mail address or phone, for the office: until the session is finished.

    Raises:
        LearnerUnknown: no open account has it. All others: as `enrol`.
    """
    found = await find_candidate(session, login)
    if found is None:
        raise LearnerUnknown(field="login")
    return await enrol(session, session_id, found.person_id, of, late=True)


async def withdraw(session: AsyncSession, session_id: UUID, person_id: UUID) -> None:
    """Give a seat back before the session begins: who waits longest gets it. Safe to repeat.

    Raises:
        CourseSessionUnknown, EnrolmentUnknown: there is no such session, or the person is not in it.
        EnrolmentClosed: it has begun or is finished.
    """
    held = await lock_session(session, session_id)
    known: Enrolment | None = await session.scalar(
        select(Enrolment)
        .where(Enrolment.session_id == session_id, Enrolment.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    if known is None:
        raise EnrolmentUnknown
    if known.state is EnrolmentState.WITHDRAWN:
        return
    await _check_open(session, held)
    had_seat = known.state is EnrolmentState.ENROLLED
    known.state = EnrolmentState.WITHDRAWN
    await session.flush()  # who waits is asked next
    if had_seat and not await _move_up(session, session_id):
        freed = update(CourseSession).where(CourseSession.id == session_id).values(taken=CourseSession.taken - 1)
        await session.execute(freed.execution_options(synchronize_session=False))


async def _check_open(session: AsyncSession, held: CourseSession, *, late: bool = False) -> None:
    if held.state is CourseSessionState.FINISHED or (not late and held.days[0] < await today(session)):
        raise EnrolmentClosed


async def _take_seat(session: AsyncSession, session_id: UUID) -> bool:
    taken = (
        update(CourseSession)
        .where(CourseSession.id == session_id, CourseSession.taken < CourseSession.capacity)
        .values(taken=CourseSession.taken + 1)
        .returning(CourseSession.id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(taken) is not None


async def _move_up(session: AsyncSession, session_id: UUID) -> bool:
    first = (
        select(Enrolment.id)
        .where(Enrolment.session_id == session_id, Enrolment.state == EnrolmentState.WAITING)
        .order_by(Enrolment.asked_at, Enrolment.id)
        .limit(1)
        .scalar_subquery()
    )
    moved = update(Enrolment).where(Enrolment.id == first).values(state=EnrolmentState.ENROLLED)
    person_id = await session.scalar(moved.returning(Enrolment.person_id).execution_options(synchronize_session=False))
    if person_id is not None:
        publish(session, SeatGiven(person_id=person_id, session_id=session_id))
    return person_id is not None


async def _producer(session: AsyncSession, person_id: UUID, of: Affiliation) -> UUID | None:
    if not of.producer:
        return None
    if squeeze(of.organisation):
        raise AffiliationUnclear(field="organisation")
    producer = await producer_by_slug(session, of.producer)
    if producer is None or not await is_member(session, person_id, producer.id):
        raise ProducerUnknown(field="producer")
    return producer.id
