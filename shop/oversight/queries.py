"""Reads of complaints, orders of authorities, and sessions as officers see them."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.conduct.models import SessionStop
from shop.core.clock import HANOI, shop_now
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.oversight.errors import ComplaintUnknown
from shop.oversight.models import Complaint, ComplaintHistory, ComplaintKind, ComplaintState, Statement, Takedown
from shop.oversight.rules import CLOSED, OPEN
from shop.places.models import Place
from shop.producers.models import Producer

MOST = 200


class ComplaintSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint with its session and who has it in hand, read at `now` (UTC)."""

    complaint: Complaint
    slug: str
    title: str
    host: str
    officer: str | None
    now: datetime


def _complaints() -> Select[Complaint, str, str, str, str | None, datetime]:
    host = Person.__table__.alias("host")
    officer = Person.__table__.alias("officer")
    return (
        select(Complaint, LiveSession.slug, LiveSession.title, host.c.name, officer.c.name, shop_now())
        .join(LiveSession, LiveSession.id == Complaint.session_id)
        .join(host, host.c.id == LiveSession.host_id)
        .outerjoin(officer, officer.c.id == Complaint.officer_id)
        .execution_options(populate_existing=True)
    )


def _seen(row: Row[Complaint, str, str, str, str | None, datetime]) -> ComplaintSeen:
    complaint, slug, title, host, officer, now = row
    return ComplaintSeen(complaint=complaint, slug=slug, title=title, host=host, officer=officer, now=now)


async def complaint_queue(session: AsyncSession, *, closed: bool = False, limit: int = MOST) -> list[ComplaintSeen]:
    """Open complaints, what is due first at the top (late ones before all); or the closed ones, newest first."""
    due = case((Complaint.answered_at.is_(None), Complaint.answer_due), else_=Complaint.decide_due)
    asked = _complaints().where(Complaint.state.in_(CLOSED if closed else OPEN)).limit(limit)
    ordered = asked.order_by(Complaint.id.desc()) if closed else asked.order_by(due, Complaint.id)
    return [_seen(row) for row in await session.execute(ordered)]


async def complaints_of(session: AsyncSession, session_id: UUID) -> list[ComplaintSeen]:
    """The complaints about one session, the newest first."""
    asked = _complaints().where(Complaint.session_id == session_id).order_by(Complaint.id.desc()).limit(MOST)
    return [_seen(row) for row in await session.execute(asked)]


async def complaint_by_code(session: AsyncSession, code: str) -> ComplaintSeen:
    """The complaint of this number.

    Raises:
        ComplaintUnknown: there is none.
    """
    row = (await session.execute(_complaints().where(Complaint.code == code))).one_or_none()
    if row is None:
        raise ComplaintUnknown
    return _seen(row)


async def complaint_by_id(session: AsyncSession, complaint_id: UUID) -> ComplaintSeen:
    """A complaint somebody was led to by its id.

    Raises:
        ComplaintUnknown: there is none.
    """
    row = (await session.execute(_complaints().where(Complaint.id == complaint_id))).one_or_none()
    if row is None:
        raise ComplaintUnknown
    return _seen(row)


async def steps_of(session: AsyncSession, complaint_id: UUID) -> list[ComplaintHistory]:
    """What happened to a complaint, the first step first."""
    mine = ComplaintHistory.complaint_id == complaint_id
    return list(await session.scalars(select(ComplaintHistory).where(mine).order_by(ComplaintHistory.id)))


class StatementSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of whom, and what they said."""

    statement: Statement
    whose: str


async def statements_of(session: AsyncSession, complaint_id: UUID) -> list[StatementSeen]:
    """What was asked about a complaint, the first question first."""
    rows = await session.execute(
        select(Statement, func.coalesce(Producer.name, Person.name))
        .outerjoin(Producer, Producer.id == Statement.producer_id)
        .outerjoin(Person, Person.id == Statement.person_id)
        .where(Statement.complaint_id == complaint_id)
        .order_by(Statement.id)
        .execution_options(populate_existing=True)
    )
    return [StatementSeen(statement=statement, whose=name) for statement, name in rows]


async def producers_of_session(session: AsyncSession, session_id: UUID) -> list[tuple[str, str]]:
    """Producers whose goods stand in a session's line-up: address and name."""
    rows = await session.execute(
        select(Producer.slug, Producer.name)
        .join(Product, Product.producer_id == Producer.id)
        .join(Variant, Variant.product_id == Product.id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == session_id)
        .distinct()
        .order_by(Producer.name)
    )
    return [(slug, name) for slug, name in rows]


class YearFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Complaints that came in within a year of Hà Nội, for the yearly report."""

    year: int
    total: int
    states: dict[ComplaintState, int]
    kinds: dict[ComplaintKind, int]
    late: int  # decided after their time, or open and over it
    stops: int
    takedowns: int
    takedowns_late: int


async def year_figures(session: AsyncSession, year: int) -> YearFigures:
    """Counts of one year; what came in then, whenever it was decided."""
    first, last = (datetime(at, 1, 1, tzinfo=HANOI).astimezone(UTC) for at in (year, year + 1))
    came = (Complaint.created_at >= first, Complaint.created_at < last)
    late = func.coalesce(Complaint.decided_at, shop_now()) > Complaint.decide_due
    rows = await session.execute(
        select(
            Complaint.state,
            Complaint.kind,
            func.count(),
            func.count().filter(late, Complaint.state != ComplaintState.WITHDRAWN),
        )
        .where(*came)
        .group_by(Complaint.state, Complaint.kind)
    )
    found = rows.all()
    stops = select(func.count()).where(SessionStop.created_at >= first, SessionStop.created_at < last)
    received = (Takedown.received_at >= first, Takedown.received_at < last)
    tardy = func.coalesce(Takedown.done_at, shop_now()) > Takedown.due_at
    taken = (
        await session.execute(select(func.count(), func.count().filter(tardy)).select_from(Takedown).where(*received))
    ).one()
    return YearFigures(
        year=year,
        total=sum(count for _, _, count, _ in found),
        states={state: sum(row[2] for row in found if row[0] is state) for state in ComplaintState},
        kinds={kind: sum(row[2] for row in found if row[1] is kind) for kind in ComplaintKind},
        late=sum(row[3] for row in found),
        stops=await session.scalar(stops) or 0,
        takedowns=taken[0],
        takedowns_late=taken[1],
    )


async def takedowns(session: AsyncSession, *, done: bool = False, limit: int = MOST) -> list[Takedown]:
    """Orders that wait, what is due first at the top; or those carried out, the newest first."""
    waits = Takedown.done_at.is_(None)
    asked = select(Takedown).where(~waits if done else waits).limit(limit)
    asked = asked.order_by(Takedown.done_at.desc()) if done else asked.order_by(Takedown.due_at, Takedown.id)
    return list(await session.scalars(asked.execution_options(populate_existing=True)))


class SessionSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A session as the office lists it."""

    slug: str
    title: str
    host: str
    place: str
    state: SessionState
    starts_at: datetime
    stopped: bool


async def sessions_for_office(session: AsyncSession, limit: int = 60) -> list[SessionSeen]:
    """Sessions on air first, then those to come, then the past ones, the newest first."""
    order = case(
        (LiveSession.state == SessionState.ON_AIR, 0), (LiveSession.state == SessionState.SCHEDULED, 1), else_=2
    )
    rows = await session.execute(
        select(
            LiveSession.slug,
            LiveSession.title,
            Person.name,
            Place.name,
            LiveSession.state,
            LiveSession.starts_at,
            SessionStop.id.is_not(None),
        )
        .join(Person, Person.id == LiveSession.host_id)
        .join(Place, Place.id == LiveSession.place_id)
        .outerjoin(SessionStop, SessionStop.session_id == LiveSession.id)
        .order_by(order, LiveSession.starts_at.desc(), LiveSession.slug)
        .limit(limit)
    )
    return [
        SessionSeen(slug=slug, title=title, host=host, place=place, state=state, starts_at=starts_at, stopped=stopped)
        for slug, title, host, place, state, starts_at, stopped in rows
    ]
